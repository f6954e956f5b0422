using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary><c>kubectl kustomize</c>, which needs no cluster and no network.</summary>
internal static class Kubectl
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ManifestSet?>>> Renderings = new();

    /// <summary>The manifests of a folder of <c>k8s</c>; the test is skipped where there is no kubectl.</summary>
    public static async Task<ManifestSet> RenderAsync(string folder)
    {
        var set = await Renderings.GetOrAdd(folder, folder => new(() => KustomizeAsync(folder))).Value;
        Assert.SkipWhen(set is null, "There is no kubectl on PATH (1.27 or newer); the manifests were not rendered.");
        return set!;
    }

    private static async Task<ManifestSet?> KustomizeAsync(string folder)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Repository.File("k8s", folder)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        // Not the token of the test that happens to be first: the others wait for the same output.
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            Assert.True(process.ExitCode == 0, $"kubectl kustomize {folder} failed: {await errors}");
            return ManifestSet.Read(output);
        }
    }
}
