namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>The documents of one rendering.</summary>
internal sealed class ManifestSet(IReadOnlyList<Manifest> manifests)
{
    private const string Separator = "\n---\n";

    public IReadOnlyList<Manifest> All => manifests;

    public static ManifestSet Read(string output) => new([.. output.Split(Separator).Select(Manifest.Read)]);

    public IEnumerable<T> Of<T>() => manifests.Select(manifest => manifest.Resource).OfType<T>();

    public Manifest? Find(string id) => manifests.SingleOrDefault(manifest => manifest.Id == id);

    /// <summary>The typed resource of a name, null when there is none or it cannot be read.</summary>
    public T? Find<T>(string name)
        where T : class => manifests.Where(manifest => manifest.Name == name).Select(manifest => manifest.Resource).OfType<T>().SingleOrDefault();

    /// <summary>The set with one document replaced, or left out for null.</summary>
    public ManifestSet With(string id, string? text)
    {
        Assert.Contains(manifests, manifest => manifest.Id == id);
        return new([.. manifests.Where(manifest => manifest.Id != id), .. text is null ? [] : new[] { Manifest.Read(text) }]);
    }
}
