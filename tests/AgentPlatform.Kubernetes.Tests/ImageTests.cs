using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AgentPlatform.Kubernetes.Tests.Rules;

namespace AgentPlatform.Kubernetes.Tests;

/// <summary>What <c>dotnet publish -t:PublishContainer</c> makes is what the manifests run.</summary>
public sealed class ImageTests
{
    public static TheoryData<string> Services => [.. ApplicationModel.Current.Services.Select(service => service.Name)];

    /// <summary>The name of a service's image, without its registry.</summary>
    internal static string Repository(string service) => $"agentplatform/{service}";

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_image_has_the_name_the_user_and_the_port_of_the_manifests(string name)
    {
        var project = ApplicationModel.Current.Services.Single(service => service.Name == name).Project;

        var image = await EvaluateAsync(Testing.Services.Repository.File(project, $"{project}.csproj"));

        var properties = image.GetProperty("Properties");
        Assert.Equal(Repository(name), properties.GetProperty("ContainerRepository").GetString());
        Assert.Equal(HardeningRules.User.ToString(CultureInfo.InvariantCulture), properties.GetProperty("ContainerUser").GetString());
        // The one without a shell that still has time zones.
        Assert.Equal("noble-chiseled-extra", properties.GetProperty("ContainerFamily").GetString());
        var port = Assert.Single(image.GetProperty("Items").GetProperty("ContainerPort").EnumerateArray());
        Assert.Equal(ApplicationModel.Port.ToString(CultureInfo.InvariantCulture), port.GetProperty("Identity").GetString());
    }

    private static async Task<JsonElement> EvaluateAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getProperty:ContainerFamily,ContainerRepository,ContainerUser", "-getItem:ContainerPort", "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true };

        // The environment of the test host names its own MSBuild; the command line finds its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }
}
