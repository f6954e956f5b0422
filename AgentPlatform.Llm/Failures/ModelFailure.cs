namespace AgentPlatform.Llm;

/// <summary>Why a model call failed.</summary>
public enum ModelFailure
{
    /// <summary>The provider refused the request as malformed, too large or for an unknown model.</summary>
    BadRequest,

    /// <summary>The answer ended before it was complete.</summary>
    Cut,

    /// <summary>What came back is no answer.</summary>
    Nonsense,

    /// <summary>The provider is overloaded or failing.</summary>
    Overloaded,

    /// <summary>The key's limit of requests or tokens is reached.</summary>
    RateLimited,

    /// <summary>No update came in time.</summary>
    Timeout,

    /// <summary>The key is missing, wrong, unpaid or not allowed.</summary>
    Unauthorized,

    /// <summary>No connection to the provider.</summary>
    Unreachable,
}
