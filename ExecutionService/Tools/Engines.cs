
namespace ExecutionService.Tools;

/// <summary>What can work on runs here, by name in alphabetical order: asked anew each time, for a program may be installed meanwhile.</summary>
internal sealed class Engines(Func<IReadOnlyList<EngineStatus>> read)
{
    public IReadOnlyList<EngineStatus> Statuses => read();
}

/// <summary>Whether an engine can work on runs, and why not.</summary>
internal sealed record EngineStatus(string Name, bool Available, string? Reason = null);
