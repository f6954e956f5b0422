using System.Globalization;
using AgentPlatform.Firestore;
using Microsoft.Extensions.Options;

namespace SchedulerService.Firing;

/// <summary>
/// Counts what users' schedules start: one document a user and day (UTC), which every commit that starts runs adds to without a
/// precondition, so that schedulers do not wait for one another. Two that decide at the same moment do not see each other's.
/// </summary>
internal sealed class FireBudget(FirestoreDb db, IOptions<FiringOptions> options)
{
    /// <summary>The counts of earlier days are deleted with the first of a day; the day before is kept for clocks that differ.</summary>
    private const int KeptDays = 2;

    private readonly CollectionReference _fires = db.Collection("fires");

    public async Task<FireCounts> LoadAsync(IEnumerable<string> userIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = userIds.Distinct(StringComparer.Ordinal).ToList();
        var snapshots = users.Count == 0 ? [] : await db.GetAllSnapshotsAsync(users.Select(userId => Day(userId, now)), cancellationToken);
        var minute = $"minutes.{Minute(now)}";
        return new FireCounts(options.Value, users.Zip(snapshots).Where(user => user.Second.Exists).ToDictionary(
            user => user.First,
            user => new FireCount(user.Second.TryGetValue<int>(minute, out var fires) ? fires : 0, user.Second.GetValue<int>("total")),
            StringComparer.Ordinal));
    }

    /// <summary>Adds runs that <paramref name="commit"/> starts to their user's count.</summary>
    public void Add(WriteBatch commit, string userId, int fires, bool isFirstOfDay, DateTimeOffset now)
    {
        commit.Set(
            Day(userId, now),
            new Dictionary<string, object?>
            {
                ["userId"] = userId,
                ["total"] = FieldValue.Increment(fires),
                ["minutes"] = new Dictionary<string, object?> { [Minute(now)] = FieldValue.Increment(fires) },
            },
            SetOptions.MergeAll);
        if (isFirstOfDay)
        {
            commit.Delete(Day(userId, now.AddDays(-KeptDays)));
        }
    }

    private static string Minute(DateTimeOffset now) => now.UtcDateTime.ToString("'m'HHmm", CultureInfo.InvariantCulture);

    private DocumentReference Day(string userId, DateTimeOffset now) => _fires.Document($"{userId}-{now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
}
