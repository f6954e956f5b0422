using k8s;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>One document of the rendered manifests.</summary>
internal sealed class Manifest
{
    private Manifest(string text, YamlMappingNode root, object? resource, string? problem) => (Text, Root, Resource, Problem) = (text, root, resource, problem);

    public string Text { get; }

    public YamlMappingNode Root { get; }

    /// <summary>The typed resource; null for custom resources, and for what cannot be read.</summary>
    public object? Resource { get; }

    /// <summary>Why it cannot be read.</summary>
    public string? Problem { get; }

    public string ApiVersion => Root.At("apiVersion") ?? "";

    public string Kind => Root.At("kind") ?? "";

    public string Name => Root.At("metadata", "name") ?? "";

    public string Id => $"{Kind}/{Name}";

    public static Manifest Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents.Single().RootNode;
        var kind = $"{root.At("apiVersion")} {root.At("kind")}";
        if (CustomResourceShapes.ByKind.TryGetValue(kind, out var shape))
        {
            var unknown = shape.Check(root).ToList();
            return new Manifest(text, root, null, unknown.Count == 0 ? null : string.Join(' ', unknown));
        }

        try
        {
            var resource = KubernetesYaml.LoadAllFromString(text, null, strict: true).Single();
            var scalars = ScalarTypes.Check(root, resource.GetType()).ToList();
            return new Manifest(text, root, resource, scalars.Count == 0 ? null : string.Join(' ', scalars));
        }
        catch (KeyNotFoundException)
        {
            return new Manifest(text, root, null, $"{kind} is not a kind of Kubernetes.");
        }
        catch (YamlException exception)
        {
            return new Manifest(text, root, null, exception.InnerException?.Message ?? exception.Message);
        }
    }
}
