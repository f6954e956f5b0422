using ExecutionService.ClaudeCode.Commands;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;

namespace ExecutionService.ClaudeCode;

/// <summary>What the engine is to do for one run.</summary>
internal sealed record ClaudeCodeRun
{
    public required string ExecutionId { get; init; }

    public required string UserId { get; init; }

    /// <summary>Folder on this machine that the program works in.</summary>
    public required string WorkspaceFolder { get; init; }

    /// <summary>The model, and those that are asked when it cannot be had. Nothing inside the sandbox can ask another.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>What the agent is told to be and to do.</summary>
    public string? Instructions { get; init; }

    /// <summary>What it is asked for now.</summary>
    public required string Prompt { get; init; }

    /// <summary>The program's own tools that it may use: <see cref="ClaudeCodeTools.Of"/>.</summary>
    public IReadOnlyList<string> Tools { get; init; } = ClaudeCodeTools.All;

    /// <summary>Rounds of model call and tool calls.</summary>
    public required int MaxTurns { get; init; }

    /// <summary>What is left of the run's time.</summary>
    public required TimeSpan WallClock { get; init; }

    /// <summary>Asked before each model call and told after it.</summary>
    public required RelayBudget Budget { get; init; }

    /// <summary>The way out of the sandbox for the program's tools; none when null.</summary>
    public SandboxEgress? Egress { get; init; }
}
