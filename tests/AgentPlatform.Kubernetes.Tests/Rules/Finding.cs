using System.Runtime.CompilerServices;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>Words for what is wrong.</summary>
internal static class Finding
{
    /// <summary>Nothing when the condition holds, otherwise a sentence.</summary>
    public static IEnumerable<string> Unless(bool holds, string what) => holds ? [] : [what];

    /// <summary>Nothing when the two are equal, otherwise a sentence with both.</summary>
    public static IEnumerable<string> Unequal<T>(string subject, T expected, T actual, [CallerArgumentExpression(nameof(actual))] string? member = null) =>
        Unless(EqualityComparer<T>.Default.Equals(expected, actual), $"{subject}: {member} is {actual?.ToString() ?? "absent"}, not {expected}.");

    /// <summary>What one set has and the other lacks.</summary>
    public static IEnumerable<string> Differences(string subject, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (expected.ToHashSet(StringComparer.Ordinal), actual.ToHashSet(StringComparer.Ordinal));
        return wanted.Except(found).Order(StringComparer.Ordinal).Select(one => $"{subject}: {one} is missing.")
            .Concat(found.Except(wanted).Order(StringComparer.Ordinal).Select(one => $"{subject}: {one} is not meant."));
    }
}
