using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Limits;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SchedulerService.Executions;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Forecasting;

/// <summary>Says what a schedule will do, by the runs that were measured.</summary>
internal sealed class Forecaster(ExecutionClient executions, ScheduleStore store, IOptions<FiringOptions> firing, IOptions<ForecastOptions> options, TimeProvider clock)
{
    /// <summary>An agent's last successful runs that are measured.</summary>
    public const int MaxMeasured = 20;

    /// <summary>Where the next days of any schedule are asked for, up to a year of them.</summary>
    public FairPlaces Previews { get; } = new(options.Value.Places, perOwner: 1);

    /// <summary>Where a month is asked for, whose answer an activation waits for: behind no preview.</summary>
    public FairPlaces Activations { get; } = new(options.Value.Places, perOwner: 1);

    /// <summary>What the last runs of the caller's agent, and one more run if it counts, took and cost; null when there are none.</summary>
    /// <exception cref="HttpRequestException">ExecutionService is not available.</exception>
    public async Task<MeasuredRuns?> MeasureAsync(Caller caller, ForecastRequest request, CancellationToken cancellationToken)
    {
        var runs = await executions.ListSuccessesAsync(caller.UserId, request.AgentId, MaxMeasured, cancellationToken);
        return request.ExecutionId is { } id && runs.All(run => run.Id != id) && await executions.FindAsync(caller.UserId, id, cancellationToken) is { Status: ExecutionStatus.Success } more
            ? RunMeasurements.Of([.. runs, more])
            : RunMeasurements.Of(runs);
    }

    /// <summary>The same of an agent and one more run, each if given; or why they cannot be measured.</summary>
    /// <exception cref="HttpRequestException">ExecutionService is not available.</exception>
    public async Task<(MeasuredRuns? Measured, ProblemHttpResult? Problem)> MeasureAsync(Caller caller, string? agentId, string? executionId, CancellationToken cancellationToken)
    {
        var runs = new List<Execution>();
        if (agentId is not null)
        {
            runs.AddRange(await executions.ListSuccessesAsync(caller.UserId, agentId, MaxMeasured, cancellationToken));
            if (runs.Count == 0 && !(await store.LoadAsync(agentId, cancellationToken) is { Deleted: false } agent && agent.UserId == caller.UserId))
            {
                return (null, Problem.NotFound());
            }
        }

        if (executionId is not null && runs.TrueForAll(run => run.Id != executionId))
        {
            if (await executions.FindAsync(caller.UserId, executionId, cancellationToken) is not { } run)
            {
                return (null, Problem.NotFound());
            }

            if (run.Status != ExecutionStatus.Success)
            {
                return (null, Problem.Validation("executionId", $"Only a run that has ended with success measures anything; this one is {run.Status}."));
            }

            runs.Add(run);
        }

        return (RunMeasurements.Of(runs), null);
    }

    /// <summary>What the days hold, or why that is not told: they hold too much, or too many ask.</summary>
    public Task<(ScheduleForecast? Forecast, ProblemHttpResult? Problem)> PreviewAsync(string userId, string? agentId, Schedule schedule, DateTimeOffset from, int days, MeasuredRuns? measured, CancellationToken cancellationToken) =>
        InTurnAsync(Previews, userId, measured, runLength => ScheduleSimulation.Run(agentId ?? "", schedule, from, days, runLength, FiringLimits.Of(firing.Value), cancellationToken), cancellationToken);

    /// <summary>The same for an activation, which cannot ask for fewer days: the densest schedule is the one that it has to know.</summary>
    public Task<(ScheduleForecast? Forecast, ProblemHttpResult? Problem)> ForecastAsync(string userId, ForecastRequest request, DateTimeOffset from, MeasuredRuns? measured, CancellationToken cancellationToken) =>
        InTurnAsync(Activations, userId, measured, runLength => ScheduleEstimate.Of(request.AgentId, request.Schedule, from, request.Days, runLength, FiringLimits.Of(firing.Value), cancellationToken), cancellationToken);

    private async Task<(ScheduleForecast? Forecast, ProblemHttpResult? Problem)> InTurnAsync(FairPlaces places, string userId, MeasuredRuns? measured, Func<TimeSpan, ScheduleForecast?> simulate, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.PatienceSeconds), clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IDisposable place;
        try
        {
            place = await places.EnterAsync(userId, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Problem.Of(ProblemCodes.RateLimited, "Too many forecasts are asked for at once; ask again in some seconds."));
        }

        using (place)
        {
            return simulate(TimeSpan.FromSeconds(measured?.Seconds.P50 ?? 0)) is { } forecast
                ? (RunMeasurements.Price(forecast, measured), null)
                : (null, Problem.Validation("days", $"These days hold more than {ScheduleSimulation.MaxInstants} instants; ask for fewer."));
        }
    }
}
