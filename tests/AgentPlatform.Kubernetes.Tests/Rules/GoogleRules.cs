using AgentPlatform.Kubernetes.Tests.Rendering;
using k8s.Models;
using static AgentPlatform.Kubernetes.Tests.Rules.Finding;

namespace AgentPlatform.Kubernetes.Tests.Rules;

/// <summary>Identities and images of the project in Google Cloud.</summary>
internal static class GoogleRules
{
    public static IEnumerable<string> Check(ManifestSet set, ApplicationModel model) => model.Services.SelectMany(service => (IEnumerable<string>)
    [
        .. Unequal(service.Name, $"{service.Name}@PROJECT_ID.iam.gserviceaccount.com", set.Find<V1ServiceAccount>(service.Name)?.Metadata.Annotations?["iam.gke.io/gcp-service-account"]),
        .. CheckImage(service.Name, set.Find<V1Deployment>(service.Name)?.Spec.Template.Spec.Containers[0].Image),
    ]);

    private static IEnumerable<string> CheckImage(string name, string? image) => Unless(
        image?.Split(':') is [var repository, var tag] && repository.EndsWith($"/{ImageTests.Repository(name)}", StringComparison.Ordinal) && tag != "latest",
        $"{name} runs the image {image}, which is not a fixed version of what is published.");
}
