namespace AgentPlatform.Contracts;

/// <summary>The <c>code</c> members of problem details.</summary>
public static class ProblemCodes
{
    public const string BudgetExceeded = "budget-exceeded";
    public const string Conflict = "conflict";
    public const string Forbidden = "forbidden";
    public const string IdempotencyMismatch = "idempotency-mismatch";
    public const string Internal = "internal";
    public const string ModelUnavailable = "model-unavailable";
    public const string NotFound = "not-found";
    public const string PayloadTooLarge = "payload-too-large";
    public const string PreconditionFailed = "precondition-failed";
    public const string RateLimited = "rate-limited";
    public const string SchedulePhrase = "schedule-phrase";
    public const string Unauthenticated = "unauthenticated";
    public const string Unavailable = "unavailable";
    public const string Validation = "validation";
}
