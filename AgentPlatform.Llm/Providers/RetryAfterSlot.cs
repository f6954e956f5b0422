using System.Net.Http.Headers;

namespace AgentPlatform.Llm;

/// <summary>Carries a Retry-After header from the HTTP handler to the guard of the same call.</summary>
internal sealed class RetryAfterSlot
{
    private static readonly AsyncLocal<RetryAfterSlot?> Ambient = new();

    public static RetryAfterSlot? Current => Ambient.Value;

    public RetryConditionHeaderValue? Header { get; set; }

    public static RetryAfterSlot Open() => Ambient.Value = new RetryAfterSlot();

    public TimeSpan? From(DateTimeOffset now) => Header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
