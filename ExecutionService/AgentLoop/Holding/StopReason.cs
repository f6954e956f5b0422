
namespace ExecutionService.AgentLoop.Holding;

/// <summary>Why a worker lets go of a run before its end.</summary>
internal enum StopReason
{
    /// <summary>Not stopped.</summary>
    None,

    /// <summary>People asked for it: the run ends as cancelled.</summary>
    Cancelled,

    /// <summary>Its seconds are over: the run ends as failed.</summary>
    TimeLimit,

    /// <summary>The process shuts down: another worker goes on.</summary>
    Handover,

    /// <summary>Another worker holds the run: this one writes nothing more.</summary>
    Lost,
}

/// <summary>Leaves the loop of a run that another worker has taken.</summary>
internal sealed class RunLostException() : Exception("Another worker holds the run.");
