using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Forecasting;

namespace SchedulerService.Tests.Forecasting;

public sealed class RunMeasurementsTests
{
    [Fact]
    public void Without_runs_nothing_was_measured() => Assert.Null(RunMeasurements.Of([]));

    [Fact]
    public void One_run_is_every_percentile() => Assert.Equal(
        new MeasuredRuns(1, new(12.345, 12.345), new(1_500, 1_500), new("0.0123", "0.0123")),
        RunMeasurements.Of([Run(12.345, 1_200, 300, "0.0123")]));

    [Fact]
    public void Of_twenty_runs_the_tenth_and_the_nineteenth_count_whatever_their_order()
    {
        var runs = Enumerable.Range(1, 20).Select(number => Run(number, number * 10, number, $"0.00{number:00}")).Reverse().ToList();

        Assert.Equal(new MeasuredRuns(20, new(10, 19), new(110, 209), new("0.001", "0.0019")), RunMeasurements.Of(runs));
    }

    [Fact]
    public void A_forecast_is_its_fires_times_a_run()
    {
        var priced = RunMeasurements.Price(Forecast(fires: 31), RunMeasurements.Of([Run(1, 900, 100, "0.000000001"), Run(2, 1_000, 1_000, "0.5")]));

        Assert.Equal((new TokenPercentiles(31_000, 62_000), new CostPercentiles("0.000000031", "15.5")), (priced.Tokens, priced.Cost));
        Assert.Equal(2, priced.Measured!.Runs);
    }

    [Fact]
    public void A_forecast_without_a_measurement_tells_fires_only()
    {
        var forecast = Forecast(fires: 31);

        Assert.Equal(forecast, RunMeasurements.Price(forecast, null));
    }

    internal static Execution Run(double seconds, long input, long output, string cost, string id = "run", string? agentId = "agent", string status = ExecutionStatus.Success) => new()
    {
        Id = id,
        AgentId = agentId,
        AgentVersion = 1,
        AgentName = "Agent",
        Trigger = new ExecutionTrigger(agentId is null ? TriggerKind.Test : TriggerKind.Manual),
        Status = status,
        StartTime = SchedulerApp.Start,
        EndTime = status == ExecutionStatus.Success ? SchedulerApp.Start.AddSeconds(seconds) : null,
        Result = null,
        TokenUsage = new TokenUsage(input, output),
        Cost = new Cost(cost),
        StepCount = 1,
        Attempt = 1,
        CreatedAt = SchedulerApp.Start,
    };

    private static ScheduleForecast Forecast(int fires) => new() { Days = 31, Instants = fires, Fires = fires, Overlaps = 0, Skipped = 0, Waited = 0, Waiting = 0, Cancelled = 0 };
}
