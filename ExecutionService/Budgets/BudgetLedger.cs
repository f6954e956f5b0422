using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentPlatform.Firestore;
using ExecutionService.Executions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Budgets;

/// <summary>
/// The collection <c>budgets</c>: for each user's day and each agent's month, and for the platform's day if it is limited, what was spent and what is held. All writes are
/// increments in the commit that appends the step to the run's journal, so that each happens exactly once whoever dies; and a
/// call is made only if the sums, read after its own hold was committed, are within the limits. Whichever of two runs commits
/// later sees the other's hold, so what is spent and held by calls under way never passes a limit (docs/adr/0006).
/// </summary>
internal sealed class BudgetLedger(FirestoreDb db, IOptions<BudgetOptions> options)
{
    private readonly CollectionReference _budgets = db.Collection("budgets");

    /// <summary>A hold for the run at this time.</summary>
    public static BudgetHold HoldAt(ExecutionState execution, DateTimeOffset now, long tokens, long inputTokens) =>
        new(tokens, inputTokens, DayOf(now), execution.AgentId is null ? null : MonthOf(now));

    /// <summary>The budgets of a user's day, and of an agent's month if it is one's.</summary>
    public async Task<IReadOnlyList<BudgetState>> ReadAsync(ExecutionState execution, string day, string? month, CancellationToken cancellationToken)
    {
        var documents = Documents(execution, day, month);
        var snapshots = await db.GetAllSnapshotsAsync(documents.Select(document => document.Reference), cancellationToken);
        return [.. documents.Zip(snapshots, (document, snapshot) => Read(document.Name, LimitOf(document.Name, execution), snapshot))];
    }

    /// <summary>The budget of a user's day.</summary>
    public async Task<BudgetState> ReadDayAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(BudgetNames.UserDay, options.Value.MaxTokensPerUserPerDay, await Day(userId, DayOf(now)).GetSnapshotAsync(cancellationToken));

    /// <summary>Adds a change of what is held and spent to <paramref name="commit"/>.</summary>
    public void Change(WriteBatch commit, ExecutionState execution, BudgetHold hold, long held, long used)
    {
        foreach (var (name, reference) in Documents(execution, hold.Day, hold.Month))
        {
            commit.Set(
                reference,
                new Dictionary<string, object?> { ["userId"] = name == BudgetNames.PlatformDay ? "" : execution.UserId, ["held"] = FieldValue.Increment(held), ["used"] = FieldValue.Increment(used) },
                SetOptions.MergeAll);
        }
    }

    private static string DayOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string MonthOf(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static BudgetState Read(string name, long limit, DocumentSnapshot snapshot) =>
        snapshot.Exists ? new BudgetState(name, limit, snapshot.GetValue<long>("used"), snapshot.GetValue<long>("held")) : new BudgetState(name, limit, 0, 0);

    private long LimitOf(string name, ExecutionState execution) => name switch
    {
        BudgetNames.AgentMonth => execution.Agent.Limits.MaxTokensPerMonth,
        BudgetNames.PlatformDay => options.Value.MaxTokensPerDay!.Value / options.Value.PlatformDayParts,
        _ => options.Value.MaxTokensPerUserPerDay,
    };

    private List<(string Name, DocumentReference Reference)> Documents(ExecutionState execution, string day, string? month)
    {
        var documents = new List<(string Name, DocumentReference Reference)> { (BudgetNames.UserDay, Day(execution.UserId, day)) };
        if (month is not null)
        {
            documents.Add((BudgetNames.AgentMonth, _budgets.Document($"{execution.AgentId}-{month}")));
        }

        if (options.Value.MaxTokensPerDay is not null)
        {
            var part = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(execution.UserId))) % options.Value.PlatformDayParts;
            documents.Add((BudgetNames.PlatformDay, _budgets.Document($"platform-{day}-{part}")));
        }

        return documents;
    }

    private DocumentReference Day(string userId, string day) => _budgets.Document($"{userId}-{day}");
}
