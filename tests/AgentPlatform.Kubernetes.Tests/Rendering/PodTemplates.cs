using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>Pods inside of custom resources, read as strictly as those of core kinds.</summary>
internal static class PodTemplates
{
    public static V1PodSpec Read(YamlNode node)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(node)).Save(text, assignAnchors: false);
        return KubernetesYaml.Deserialize<V1PodSpec>(text.ToString(), strict: true);
    }

    /// <summary>Why a node is no pod; null when it is.</summary>
    public static string? Problem(YamlNode node)
    {
        try
        {
            return ScalarTypes.Check(node, Read(node).GetType()).FirstOrDefault();
        }
        catch (YamlException exception)
        {
            return exception.InnerException?.Message ?? exception.Message;
        }
    }
}
