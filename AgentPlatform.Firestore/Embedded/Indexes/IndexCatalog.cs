namespace AgentPlatform.Firestore.Embedded;

/// <summary>The declared indexes, by collection id.</summary>
internal sealed class IndexCatalog(IReadOnlyList<IndexDefinition> definitions, bool enforced)
{
    private static readonly IReadOnlyList<IndexDefinition> None = [];

    private readonly Dictionary<string, IReadOnlyList<IndexDefinition>> byCollection =
        definitions.GroupBy(d => d.CollectionId).ToDictionary(g => g.Key, g => (IReadOnlyList<IndexDefinition>)[.. g]);

    public IReadOnlyList<IndexDefinition> Definitions => definitions;

    /// <summary>Whether queries that production refuses without an index are refused.</summary>
    public bool Enforced => enforced;

    public IReadOnlyList<IndexDefinition> Of(string collectionId) => byCollection.GetValueOrDefault(collectionId, None);

    /// <summary>The index that covers most of the query; null when it is to be answered without one.</summary>
    public IndexMatch? Best(QueryShape shape)
    {
        IndexMatch? best = null;
        foreach (var definition in Of(shape.CollectionId))
        {
            if (definition.Fields.Count > 0 && IndexMatch.Find(definition, shape) is { } match && (best is null || match.Prefix > best.Value.Prefix))
            {
                best = match;
            }
        }

        return best;
    }
}
