using System.Collections;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Local;

/// <summary>
/// The Aspire dashboard beside the model's parts, with all projects sending their traces, logs and metrics to it. It is an extra:
/// nothing waits for it, and when it cannot run everything else does.
/// </summary>
internal static class AspireDashboard
{
    /// <summary>As often as Aspire has its projects send, so that what happens is seen while it happens. Milliseconds.</summary>
    private const string SendInterval = "1000";

    /// <summary>How long a batch is sent again. Milliseconds.</summary>
    private const string RetryTime = "20000";

    /// <summary>What npm goes by, next to its files.</summary>
    private static readonly string[] NpmVariables = ["NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

    /// <summary>Adds it, unless <c>LocalHosting:Dashboard</c> is false, telemetry goes elsewhere already, or npm to install it with is missing.</summary>
    public static void AddTo(LocalBuilder model)
    {
        if (!model.Configuration.GetValue("LocalHosting:Dashboard", true) || model.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
        {
            return;
        }

        if (!IsInstallable())
        {
            Console.WriteLine("No Aspire dashboard: it is for Linux on x64 and is installed by npm, which was not found");
            return;
        }

        // One key for all: it is made up for this run, and who may look may also send.
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var dashboard = model.AddExecutable("dashboard", "bash", "..", "eng/local/dashboard.sh", model.DataFolder)
            .WithHttpEndpoint(name: "frontend", env: "FRONTEND_PORT", isProxied: false)
            .WithHttpEndpoint(name: "otlp", env: "OTLP_PORT", isProxied: false)
            .WithEnvironment("DASHBOARD_KEY", key)
            .WithHttpHealthCheck("/", endpointName: "frontend");
        foreach (var variable in NpmSettings())
        {
            dashboard.WithEnvironment(variable.Key, variable.Value);
        }

        dashboard.Resource.Optional = true;
        dashboard.Resource.ReadyNote = url => $"Traces, logs and metrics: {url}/login?t={key}";
        var otlp = dashboard.GetEndpoint("otlp");
        foreach (var project in model.Resources.OfType<ProjectResource>())
        {
            project.Environment.Add(variables =>
            {
                variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp;
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
                // What is told before the dashboard listens is not lost if it comes soon.
                variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
                variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = RetryTime;
                variables["OTEL_BSP_SCHEDULE_DELAY"] = variables["OTEL_BLRP_SCHEDULE_DELAY"] = variables["OTEL_METRIC_EXPORT_INTERVAL"] = SendInterval;
            });
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> NpmSettings() =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where NpmVariables.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase)
        select new KeyValuePair<string, string>(name, (string)variable.Value!);

    private static bool IsInstallable() =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
        && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "npm")));
}
