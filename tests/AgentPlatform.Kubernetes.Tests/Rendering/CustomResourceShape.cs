using YamlDotNet.RepresentationModel;

namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>
/// The members that a custom resource may have here, with their types. Closed: the cluster drops members that it does not
/// know without a word, so one that is misspelled would be lost.
/// </summary>
internal sealed class CustomResourceShape
{
    private static readonly string[] Everywhere =
    [
        "apiVersion* string", "kind* string", "metadata.annotations map", "metadata.labels map", "metadata.name* string", "metadata.namespace string",
    ];

    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _objects = [""];
    private readonly HashSet<string> _required = [];

    /// <summary>A line a member: its path (<c>[]</c> for items), <c>*</c> if its object must have it, its type.</summary>
    public CustomResourceShape(string members)
    {
        foreach (var member in members.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Concat(Everywhere))
        {
            var (path, type) = (member.Split(' ')[0], member.Split(' ')[1]);
            if (path.EndsWith('*'))
            {
                path = path[..^1];
                _required.Add(path);
            }

            _types.Add(path, type);
            for (var end = path.LastIndexOf('.'); end > 0; end = path.LastIndexOf('.', end - 1))
            {
                _objects.Add(path[..end]);
            }
        }
    }

    /// <summary>What is wrong with a document.</summary>
    public IEnumerable<string> Check(YamlNode root) => Check(root, "");

    private IEnumerable<string> Check(YamlNode node, string path) => node switch
    {
        _ when _types.TryGetValue(path, out var type) => node.IsOf(type) ? [] : [$"{path} must be of type {type}."],
        YamlMappingNode mapping when _objects.Contains(path) => Missing(mapping, path).Concat(mapping.Children.SelectMany(member => Check(member.Value, Join(path, ((YamlScalarNode)member.Key).Value!)))),
        YamlSequenceNode sequence when IsSequence(path) => sequence.Children.SelectMany(item => Check(item, $"{path}[]")),
        _ => [$"{path} is not known."],
    };

    private IEnumerable<string> Missing(YamlMappingNode mapping, string path) => _required
        .Where(required => Parent(required) == path && mapping.NodeAt(required[(path.Length == 0 ? 0 : path.Length + 1)..]) is null)
        .Select(required => $"{required} is missing.");

    private bool IsSequence(string path) => _objects.Contains($"{path}[]") || _types.ContainsKey($"{path}[]");

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Parent(string path) => path.LastIndexOf('.') is var end and > 0 ? path[..end] : "";
}
