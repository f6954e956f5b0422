using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Usage;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Agents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentService.Usage;

/// <summary><c>/api/usage</c>.</summary>
internal static class UsageEndpoints
{
    /// <summary>Days that one report covers at most.</summary>
    private const int MaxDays = 366;

    /// <summary>Days that a report covers when nothing is said.</summary>
    private const int DefaultDays = 30;

    public static void MapUsage(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/usage", ReportAsync).WithTags("Usage").WithName("getUsage").ProducesProblem(400).ProducesProblem(401);

    private static async Task<Results<Ok<UsageReport>, ProblemHttpResult>> ReportAsync(
        [StringLength(40)] string? from,
        [StringLength(40)] string? to,
        [AllowedValues(null, "day", "agent", "model", ErrorMessage = "One of day, agent or model.")] string? groupBy,
        Caller caller,
        UsageLedger ledger,
        AgentStore agents,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (!TryReadDay(to, today, out var last))
        {
            return Problem.Validation("to", "Give a day (2026-11-22) or an instant with an offset.");
        }

        if (!TryReadDay(from, last.AddDays(-Math.Min(DefaultDays - 1, last.DayNumber)), out var first))
        {
            return Problem.Validation("from", "Give a day (2026-11-22) or an instant with an offset.");
        }

        if (first > last || last.DayNumber - first.DayNumber >= MaxDays)
        {
            return Problem.Validation("from", $"The report covers 1 to {MaxDays} days, from before to.");
        }

        var rows = await ledger.ReadAsync(caller.UserId, first, last, cancellationToken);
        var items = rows.GroupBy(row => (Key: KeyOf(row, groupBy), row.Source))
            .Select(group => new UsageItem(group.Key.Key, null, group.Key.Source, Sum([.. group]), CostOf(group), group.Sum(row => row.Count)))
            .OrderBy(item => item.Key, StringComparer.Ordinal).ThenBy(item => item.Source, StringComparer.Ordinal).ToList();
        if (groupBy == "agent")
        {
            items = await LabelAsync(items, caller, agents, cancellationToken);
        }

        return TypedResults.Ok(new UsageReport(items, new UsageTotal(Sum(rows), CostOf(rows), rows.Sum(row => row.Count))));
    }

    private static bool TryReadDay(string? text, DateOnly absent, out DateOnly day)
    {
        day = absent;
        if (text is null || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return true;
        }

        var isInstant = UtcInstantConverter.TryParse(text, out var instant);
        day = DateOnly.FromDateTime(instant.UtcDateTime);
        return isInstant;
    }

    private static string KeyOf(UsageRow row, string? groupBy) => groupBy switch
    {
        "agent" => row.AgentId ?? "",
        "model" => row.Model,
        _ => row.Day,
    };

    private static async Task<List<UsageItem>> LabelAsync(List<UsageItem> items, Caller caller, AgentStore agents, CancellationToken cancellationToken)
    {
        var labelled = new List<UsageItem>();
        foreach (var item in items)
        {
            var agent = item.Key.Length == 0 ? null : await agents.FindAsync(caller.UserId, item.Key, cancellationToken);
            labelled.Add(item with { Label = agent?.Definition.Name });
        }

        return labelled;
    }

    private static TokenUsage Sum(IReadOnlyCollection<UsageRow> rows) =>
        new(rows.Sum(row => row.Tokens.Input), rows.Sum(row => row.Tokens.Output), rows.Sum(row => row.Tokens.CacheRead), rows.Sum(row => row.Tokens.CacheWrite));

    private static Cost CostOf(IEnumerable<UsageRow> rows) => CostNanos.ToCost(rows.Sum(row => row.CostNanos));
}
