using AgentPlatform.Contracts;

namespace AgentPlatform.Llm;

/// <summary>
/// The only failure of a provider that leaves the pipeline. Its message is safe to show: it carries no key,
/// no address and nothing that the provider wrote, and it has no inner exception that would.
/// </summary>
public sealed class ModelUnavailableException : Exception
{
    public ModelUnavailableException(ModelFailure reason, int? status = null, TimeSpan? retryAfter = null)
        : base(Describe(reason, status, retryAfter))
    {
        Reason = reason;
        Status = status;
        RetryAfter = retryAfter;
    }

    /// <summary>The code of the problem details, <c>model-unavailable</c>.</summary>
    public string Code { get; } = ProblemCodes.ModelUnavailable;

    public ModelFailure Reason { get; }

    /// <summary>HTTP status of the provider's answer, when there was one.</summary>
    public int? Status { get; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>False when the same call would fail again.</summary>
    public bool Retryable => Reason is not (ModelFailure.BadRequest or ModelFailure.Unauthorized);

    private static string Describe(ModelFailure reason, int? status, TimeSpan? retryAfter)
    {
        var sentence = reason switch
        {
            ModelFailure.BadRequest => "The model provider refused the request.",
            ModelFailure.Cut => "The model's answer was cut off before it was complete.",
            ModelFailure.Nonsense => "The model provider sent something that is not an answer.",
            ModelFailure.Overloaded => "The model provider is overloaded or failing.",
            ModelFailure.RateLimited => "The model provider's rate limit is reached.",
            ModelFailure.Timeout => "The model provider did not answer in time.",
            ModelFailure.Unauthorized => "The model provider did not accept the configured key.",
            _ => "The model provider cannot be reached.",
        };
        sentence = status is { } code ? $"{sentence[..^1]} (HTTP {code})." : sentence;
        return retryAfter is { } wait ? $"{sentence} It asks to wait {Math.Ceiling(wait.TotalSeconds):0} s." : sentence;
    }
}
