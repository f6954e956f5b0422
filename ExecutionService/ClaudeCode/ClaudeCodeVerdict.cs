using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using ExecutionService.ClaudeCode.Relay;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;

namespace ExecutionService.ClaudeCode;

/// <summary>
/// Decides how a run of the program ended, from what ended the process, what it said last and what the relay has seen. The exit code
/// decides nothing: <see cref="ClaudeResult.IsError"/> does.
/// </summary>
internal static class ClaudeCodeVerdict
{
    public const string EngineFailed = "engine-failed";

    private const int ShownCharacters = 500;

    /// <summary>Null when it succeeded.</summary>
    public static ExecutionError? Of(SandboxResult process, ClaudeResult? said, RelayTotals relay, ClaudeCodeRun run) => process.End switch
    {
        SandboxEnd.Cancelled => new("cancelled", "The run was cancelled."),
        // Refused money explains every other end but a good one.
        _ when relay.Refusal is { } refusal && said is not { IsError: false } => new(ProblemCodes.BudgetExceeded, refusal),
        SandboxEnd.WallClock => new("time-limit", $"Claude Code was still at work when the run's time was over; it had {Math.Ceiling(run.WallClock.TotalSeconds):0} seconds."),
        SandboxEnd.MemoryLimit => new(EngineFailed, "Claude Code, or a program that it started, used more memory than the sandbox allows."),
        SandboxEnd.OutputLimit => new(EngineFailed, "Claude Code wrote more than is taken from one run."),
        _ when said is null => new(EngineFailed, Ended(process)),
        _ when !said.IsError => null,
        _ when said.Subtype == "error_max_turns" || said.TerminalReason == "max_turns" => new("step-limit", $"The run has made {run.MaxTurns} model calls, its limit."),
        _ when said.TerminalReason == "api_error" || said.ApiErrorStatus is not null => Unavailable(said, relay),
        _ => new(EngineFailed, $"Claude Code gave up ({said.TerminalReason ?? said.Subtype}): {Shown(said.Text)}"),
    };

    private static ExecutionError Unavailable(ClaudeResult said, RelayTotals relay)
    {
        // The program is not always told what the provider said.
        var failure = relay.Failure ?? new RelayFailure(said.ApiErrorStatus is { } status ? AnthropicEndpoint.FailureOf(status) : ModelFailure.Unreachable, said.ApiErrorStatus);
        var exception = new ModelUnavailableException(failure.Reason, failure.Status);
        // Only of a refused request does it help to know the words.
        return new ExecutionError(exception.Code, failure.Reason == ModelFailure.BadRequest ? $"{exception.Message} {Shown(said.Text)}" : exception.Message);
    }

    private static string Ended(SandboxResult process)
    {
        // 128 + 9: the shell's way to say that it was killed.
        var how = process.ExitCode == 137 ? "was killed" : $"ended with exit code {process.ExitCode}";
        var errors = process.StandardError.Trim();
        return $"Claude Code {how} before it said how its work went.{(errors.Length == 0 ? "" : $" It wrote: {Shown(errors)}")}";
    }

    private static string Shown(string? text) => Excerpt.Of(text?.ReplaceLineEndings(" ") ?? "", ShownCharacters);
}
