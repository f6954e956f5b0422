using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SchedulerService.Executions;
using SchedulerService.Firing;
using SchedulerService.Schedules;

namespace SchedulerService.Forecasting;

/// <summary>Says what a schedule will do, by the runs that were measured.</summary>
internal sealed class Forecaster(ExecutionClient executions, ScheduleStore store, IOptions<FiringOptions> options) : IDisposable
{
    /// <summary>An agent's last successful runs that are measured.</summary>
    public const int MaxMeasured = 20;

    /// <summary>Forecasts at a time: each may take a core for some tenths of a second, and another is left for what is due.</summary>
    private readonly SemaphoreSlim _gate = new(Math.Max(1, Environment.ProcessorCount - 1));

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

    /// <summary>Null when the days hold more instants than <see cref="ScheduleSimulation.MaxInstants"/>.</summary>
    public async Task<ScheduleForecast?> ForecastAsync(string? agentId, Schedule schedule, DateTimeOffset from, int days, MeasuredRuns? measured, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var runLength = TimeSpan.FromSeconds(measured?.Seconds.P50 ?? 0);
            return ScheduleSimulation.Run(agentId ?? "", schedule, from, days, runLength, FiringLimits.Of(options.Value)) is { } forecast ? RunMeasurements.Price(forecast, measured) : null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
