using System.Globalization;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>What runs took and cost, and what so many of them will. Percentiles are by nearest rank. Pure.</summary>
internal static class RunMeasurements
{
    /// <summary>Null when there are no runs.</summary>
    public static MeasuredRuns? Of(IReadOnlyList<Execution> runs)
    {
        if (runs.Count == 0)
        {
            return null;
        }

        var seconds = Sorted(runs, run => Math.Round((run.EndTime - run.StartTime ?? TimeSpan.Zero).TotalSeconds, 3));
        var tokens = Sorted(runs, run => run.TokenUsage.Input + run.TokenUsage.Output);
        var costs = Sorted(runs, run => Amount(run.Cost.Amount));
        return new MeasuredRuns(
            runs.Count,
            new SecondsPercentiles(At(seconds, 50), At(seconds, 95)),
            new TokenPercentiles(At(tokens, 50), At(tokens, 95)),
            new CostPercentiles(Text(At(costs, 50)), Text(At(costs, 95)), runs[0].Cost.Currency));
    }

    /// <summary>The forecast with the tokens and the cost of its fires.</summary>
    public static ScheduleForecast Price(ScheduleForecast forecast, MeasuredRuns? measured) => measured is null
        ? forecast
        : forecast with
        {
            Measured = measured,
            Tokens = new TokenPercentiles(forecast.Fires * measured.Tokens.P50, forecast.Fires * measured.Tokens.P95),
            Cost = measured.Cost with { P50 = Text(forecast.Fires * Amount(measured.Cost.P50)), P95 = Text(forecast.Fires * Amount(measured.Cost.P95)) },
        };

    private static T[] Sorted<T>(IReadOnlyList<Execution> runs, Func<Execution, T> measure) => [.. runs.Select(measure).Order()];

    private static T At<T>(T[] sorted, int percent) => sorted[(((sorted.Length * percent) + 99) / 100) - 1];

    private static decimal Amount(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);

    private static string Text(decimal amount) => amount.ToString("0.#########", CultureInfo.InvariantCulture);
}
