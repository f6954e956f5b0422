using System.Globalization;
using AgentPlatform.Firestore;
using Microsoft.Extensions.Options;

namespace SchedulerService.Firing.Budgets;

/// <summary>
/// Counts what users' schedules start, by minute and day (UTC), in one document a user. Every commit that starts runs adds to
/// it without a precondition, so that schedulers do not wait for one another, and takes out counts that are long past. Two that
/// decide at the same moment do not see each other's.
/// </summary>
internal sealed class FireBudget(FirestoreDb db, IOptions<FiringOptions> options)
{
    private const string Days = "days";
    private const string Minutes = "minutes";

    // Schedulers whose clocks differ by an hour add to counts that none of them takes out.
    private static readonly TimeSpan KeptDays = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeptMinutes = TimeSpan.FromHours(2);

    private readonly CollectionReference _fires = db.Collection("fires");

    public async Task<FireCounts> LoadAsync(IEnumerable<string> userIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = userIds.Distinct(StringComparer.Ordinal).ToList();
        var snapshots = users.Count == 0 ? [] : await db.GetAllSnapshotsAsync(users.Select(_fires.Document), cancellationToken);
        return new FireCounts(options.Value, users.Zip(snapshots).Where(user => user.Second.Exists).ToDictionary(user => user.First, user => Read(user.Second, now), StringComparer.Ordinal));
    }

    /// <summary>Adds runs that <paramref name="commit"/> starts to their user's counts.</summary>
    public void Add(WriteBatch commit, string userId, int fires, IReadOnlyList<(string Map, string Key)> outdated, DateTimeOffset now)
    {
        var (days, minutes) = (new Dictionary<string, object?> { [Day(now)] = FieldValue.Increment(fires) }, new Dictionary<string, object?> { [Minute(now)] = FieldValue.Increment(fires) });
        foreach (var (map, key) in outdated)
        {
            (map == Days ? days : minutes)[key] = FieldValue.Delete;
        }

        commit.Set(_fires.Document(userId), new Dictionary<string, object?> { ["userId"] = userId, [Days] = days, [Minutes] = minutes }, SetOptions.MergeAll);
    }

    private static FireCount Read(DocumentSnapshot snapshot, DateTimeOffset now)
    {
        var (days, minutes) = (Counts(snapshot, Days), Counts(snapshot, Minutes));
        return new FireCount(
            (int)minutes.GetValueOrDefault(Minute(now)),
            (int)days.GetValueOrDefault(Day(now)),
            [.. Before(days, Day(now - KeptDays)).Select(key => (Days, key)), .. Before(minutes, Minute(now - KeptMinutes)).Select(key => (Minutes, key))]);
    }

    private static Dictionary<string, long> Counts(DocumentSnapshot snapshot, string map) =>
        snapshot.TryGetValue<Dictionary<string, object?>>(map, out var counts) && counts is not null ? counts.ToDictionary(count => count.Key, count => (long)count.Value!, StringComparer.Ordinal) : [];

    // The keys are in the order of their times.
    private static IEnumerable<string> Before(Dictionary<string, long> counts, string first) => counts.Keys.Where(key => string.CompareOrdinal(key, first) < 0);

    private static string Day(DateTimeOffset now) => now.UtcDateTime.ToString("'d'yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset now) => now.UtcDateTime.ToString("'m'yyyyMMddHHmm", CultureInfo.InvariantCulture);
}
