using AgentPlatform.Kubernetes.Tests.Rendering;
using AgentPlatform.Kubernetes.Tests.Rules;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Kubernetes.Tests;

public sealed class ManifestTests
{
    [Fact]
    public async Task The_base_is_what_the_application_model_says()
    {
        var set = await Kubectl.RenderAsync("base");

        Assert.Empty(ManifestRules.CheckBase(set, ApplicationModel.Current));
    }

    [Fact]
    public async Task The_overlay_for_GKE_is_what_the_application_model_says()
    {
        var set = await Kubectl.RenderAsync("overlays/gke");

        Assert.Empty(ManifestRules.CheckGke(set, ApplicationModel.Current));
    }

    [Fact]
    public async Task The_namespace_of_the_sandboxes_is_closed_limited_and_fits_the_overlay()
    {
        var set = await Kubectl.RenderAsync("sandboxes");

        Assert.Empty(ManifestRules.CheckSandboxes(set, await Kubectl.RenderAsync("overlays/gke")));
    }

    [Fact]
    public async Task A_service_that_the_model_gains_is_missed()
    {
        var set = await Kubectl.RenderAsync("overlays/gke");
        var larger = new ApplicationModel([.. ApplicationModel.Current.Services, new ServiceModel("mailservice", "MailService", Calls: ["agentservice"], Bus: true, Secrets: [ApplicationModel.SigningKey])]);

        var problems = ManifestRules.CheckGke(set, larger);

        Assert.Contains("Deployments: mailservice is missing.", problems);
        Assert.Contains("mailservice has no HorizontalPodAutoscaler.", problems);
        Assert.Contains("flows: agentservice <- mailservice TCP 8080 is missing.", problems);
    }

    [Fact]
    public void Every_file_of_a_kustomization_is_used()
    {
        foreach (var kustomization in Directory.EnumerateFiles(Repository.File("k8s"), "kustomization.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(kustomization);
            var unused = Directory.EnumerateFiles(Path.GetDirectoryName(kustomization)!, "*.yaml").Select(file => Path.GetFileName(file)!)
                .Where(file => file != "kustomization.yaml" && !text.Contains($" {file}\n", StringComparison.Ordinal));
            Assert.Empty(unused);
        }
    }

    [Fact]
    public void The_README_says_who_calls_whom()
    {
        var readme = File.ReadAllText(Repository.File("k8s", "README.md"));

        Assert.All(ApplicationModel.Current.Services, service => Assert.Contains($"| {service.Name} | {string.Join(", ", service.Calls)} {ApplicationModel.Port} |", readme, StringComparison.Ordinal));
    }
}
