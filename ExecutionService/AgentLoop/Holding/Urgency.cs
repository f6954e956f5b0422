
namespace ExecutionService.AgentLoop.Holding;

/// <summary>How a run is taken up.</summary>
internal enum Urgency
{
    /// <summary>When it is its user's turn.</summary>
    InTurn,

    /// <summary>In turn, and although another worker seems to hold it.</summary>
    TakeOver,

    /// <summary>At once: it is only to be ended, which takes no place.</summary>
    End,
}
