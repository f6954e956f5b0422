using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentPlatform.ServiceDefaults.Idempotency;

/// <summary>The name that a client gives to one creation, so that a repeat of it makes nothing new.</summary>
public static class IdempotencyKey
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Characters that it may have.</summary>
    public const int MaxLength = 255;

    /// <summary>What is wrong with a key; null if nothing is.</summary>
    public static ProblemHttpResult? Check(string key) =>
        key.Length is 0 or > MaxLength ? Problem.Validation(Header, $"The key has 1 to {MaxLength} characters.") : null;

    /// <summary>The refusal of a key that came with another body before.</summary>
    public static ProblemHttpResult Mismatch() => Problem.Of(ProblemCodes.IdempotencyMismatch, "The key was used for another body; use a new one.");
}
