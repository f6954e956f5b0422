using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ExecutionService.Sandboxes.Kubernetes.Pods;

/// <summary>
/// The names of a run's resources. They follow from its id, so that a process that takes a run over finds its pod; a hash,
/// because ids may have capitals, underscores and more characters than a name may.
/// </summary>
internal static class RunNames
{
    /// <summary>The name for the pod that a run has after it has lost <paramref name="lost"/> others.</summary>
    public static string Of(string executionId, int lost) =>
        string.Create(CultureInfo.InvariantCulture, $"run-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(executionId)).AsSpan(0, 12))}-{lost}");
}
