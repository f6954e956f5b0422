namespace Aspire.Hosting.Local;

/// <summary>What a child process is given of the AppHost's own environment: enough to run, no settings and no secrets.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] Kept = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SSL_CERT_DIR", "SSL_CERT_FILE", "SystemRoot", "TEMP", "TMP", "TMPDIR", "TZ", "TZDIR", "USER"];

    /// <summary>Where telemetry goes is the same for all.</summary>
    private static readonly string[] KeptPrefixes = ["DOTNET_ROOT", "OTEL_EXPORTER_"];

    /// <summary>Removes everything else.</summary>
    public static void Keep(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => !Kept.Contains(name, StringComparer.Ordinal) && !KeptPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            environment.Remove(name);
        }
    }
}
