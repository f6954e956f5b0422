using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using ExecutionService.AgentLoop.Holding;
using ExecutionService.AgentLoop.Steps;
using ExecutionService.Egress;
using ExecutionService.Executions;
using ExecutionService.Journal;
using ExecutionService.Tools;
using Grpc.Core;

namespace ExecutionService.AgentLoop;

/// <summary>
/// The loop of one run in the hands of one worker: model call, tool calls, model call, … until an answer asks for no tool.
/// Each step's intent is in the journal before it and its outcome after it; the outcome of one step and the intents of the
/// next are one commit.
/// </summary>
internal sealed class AgentRun(HeldRun run, RunParts parts) : IDisposable
{
    private readonly RunEnding _ending = new(run, parts);

    /// <summary>The run as this worker knows it.</summary>
    public ExecutionState Execution => run.Execution;

    /// <summary>Works to the end of the run, until it waits for a person, or until <paramref name="control"/> stops it.</summary>
    /// <exception cref="RunLostException">Another worker holds the run.</exception>
    public async Task WorkAsync(RunControl control)
    {
        try
        {
            if (Execution.CancelRequested)
            {
                control.Stop(StopReason.Cancelled);
            }

            control.Token.ThrowIfCancellationRequested();
            if (Execution.WaitingSince + run.Patience <= run.Now)
            {
                await _ending.FailAsync("approval-expired", $"Nobody decided within {(run.Patience.TotalDays >= 1 ? $"{run.Patience.TotalDays:0.#} days" : $"{run.Patience.TotalMinutes:0.#} minutes")}.");
                return;
            }

            if (Execution.Agent.Runtime.OutputSchema is { } schema && OutputCheck.WhyNotSchema(schema) is { } refusal)
            {
                await _ending.FailAsync("output-invalid", $"The agent's schema (runtime.outputSchema) cannot be used. {refusal}");
                return;
            }

            await using var egress = new RunEgress(parts.Egress, Execution);
            var context = new ToolContext(Execution, parts.Workspaces.Of(Execution), egress.OpenAsync);
            await using var tools = await parts.Tools.OpenAsync(context, control.Token);
            await TellUnavailableAsync(tools, control.Token);
            await WorkAsync(tools, context, control);
        }
        catch (OperationCanceledException) when (control.Reason != StopReason.None)
        {
            await StopAsync(control.Reason);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RpcException or RunLostException))
        {
            // The next worker would come to the same: the run ends, instead of paying for it again and again.
            parts.LogBroken(exception, Execution.Id);
            await _ending.FailAsync("unexpected", "Something went wrong in the platform while it worked on this run.");
        }
    }

    public void Dispose() => run.Dispose();

    /// <summary>Tools and secrets that the agent names and cannot have are told for people: whoever takes the run over may have others.</summary>
    private async Task TellUnavailableAsync(AgentTools tools, CancellationToken cancellationToken)
    {
        if (tools.Unavailable.Count > 0)
        {
            await run.AppendAsync([.. tools.Unavailable.Select(tool => JournalEvents.Log($"{tool.Key}: {tool.Value}", run.Now))], [], null, cancellationToken);
        }
    }

    private async Task WorkAsync(AgentTools tools, ToolContext context, RunControl control)
    {
        var gate = new BudgetGate(run, parts);
        var toolTurn = new ToolTurn(run, tools, _ending, parts.Store, parts.Options.MaxParallelTools);
        if (Execution.Agent.Runtime.Engine == AgentEngine.ClaudeCode)
        {
            await new EngineTurn(run, context, toolTurn, gate, _ending, parts).RunAsync(control.ToolToken);
            return;
        }

        var modelTurn = new ModelTurn(run, tools, gate, _ending, parts);
        while (Execution.Status == ExecutionStatus.Running)
        {
            control.Token.ThrowIfCancellationRequested();
            if (run.History.OpenToolCalls is { Count: > 0 } open)
            {
                await toolTurn.RunAsync(open, control.ToolToken);
            }
            else
            {
                await modelTurn.RunAsync(control.Token);
            }
        }
    }

    /// <summary>Lets others take the run now, unless it is not this worker's any more.</summary>
    private async Task HandOverAsync()
    {
        while (await parts.Store.LoadAsync(Execution.Id, CancellationToken.None) is { } now && now.Owner == Execution.Owner && now.Attempt == Execution.Attempt)
        {
            if (await parts.Store.TryRenewAsync(now, run.Now, CancellationToken.None))
            {
                return;
            }
        }
    }

    private Task StopAsync(StopReason reason) => reason switch
    {
        StopReason.Cancelled => _ending.CancelAsync(),
        StopReason.TimeLimit => _ending.FailAsync("time-limit", $"The run has lasted {Execution.Agent.Limits.MaxRunSeconds} seconds, its limit."),
        StopReason.Handover => HandOverAsync(),
        _ => Task.CompletedTask,
    };
}
