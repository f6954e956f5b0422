using System.Collections.Concurrent;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests;

/// <summary>Tools of each effect that remember how they were called, and that wait for a gate if a test sets one.</summary>
internal sealed class ProbeTools : IToolSource
{
    public const string Effect = "probe__effect";
    public const string Idempotent = "probe__idempotent";
    public const string Read = "probe__read";

    private readonly ConcurrentQueue<(string Tool, string Key)> _calls = new();

    /// <summary>Called with the tool's name and key, before it answers.</summary>
    public Func<string, string, CancellationToken, Task> Acting { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>The calls in order, with their idempotency keys.</summary>
    public IReadOnlyList<(string Tool, string Key)> Calls => [.. _calls];

    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ToolSet([Tool(Read, ToolEffect.ReadOnly), Tool(Idempotent, ToolEffect.Idempotent), Tool(Effect, ToolEffect.SideEffecting)]));

    private AgentTool Tool(string name, ToolEffect effect) => new(
        AIFunctionFactory.Create(
            async (AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            {
                var key = ToolInvocation.Of(arguments).Key;
                _calls.Enqueue((name, key));
                await Acting(name, key, cancellationToken);
                return $"{name} done";
            },
            name,
            "A probe."),
        effect);
}
