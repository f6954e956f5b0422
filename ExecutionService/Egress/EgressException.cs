
namespace ExecutionService.Egress;

/// <summary>A run's connection cannot be had or cannot go on; the message is for the program, the model and people.</summary>
internal sealed class EgressException(string message, bool refused = false) : Exception(message)
{
    /// <summary>Whether a rule says so, rather than the network.</summary>
    public bool Refused { get; } = refused;
}
