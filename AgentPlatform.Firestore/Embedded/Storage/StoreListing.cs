using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Lists what is in or below a place by names alone.</summary>
internal static class StoreListing
{
    private const int DefaultPage = 300;
    private const string Ids = "SELECT id FROM docs WHERE coll = $1 AND id > $2 ORDER BY id LIMIT $3";
    private const string NextCollection = "SELECT coll FROM docs WHERE coll >= $1 AND coll < $2 ORDER BY coll LIMIT 1";

    public static ListDocumentsResponse ListDocuments(this EmbeddedStore store, ListDocumentsRequest request, CancellationToken cancellationToken)
    {
        var size = request.PageSize is > 0 and < 1000 ? request.PageSize : DefaultPage;
        var collection = $"{request.Parent}/{request.CollectionId}";
        var ids = store.Read((connection, _) => IdsAfter(connection, collection, request.PageToken, size + 1, request.ShowMissing), cancellationToken);
        var response = new ListDocumentsResponse();
        var names = ids.Take(size).Select(id => $"{collection}/{id}").ToList();
        foreach (var (name, document) in names.Zip(store.Get(names, cancellationToken)))
        {
            response.Documents.Add(document is null ? new Document { Name = name } : Projections.Apply(request.Mask, document));
        }

        response.NextPageToken = ids.Count > size ? ids[size - 1] : "";
        return response;
    }

    public static ListCollectionIdsResponse ListCollectionIds(this EmbeddedStore store, ListCollectionIdsRequest request, CancellationToken cancellationToken) =>
        new() { CollectionIds = { store.Read((connection, _) => SegmentsBelow(connection, request.Parent), cancellationToken) } };

    private static List<string> IdsAfter(StoreConnection connection, string collection, string after, int most, bool withMissing)
    {
        var ids = new SortedSet<string>(Comparer<string>.Create((a, b) => ValueComparer.CompareUtf8(a, b)));
        using (var rows = connection.Read(Ids, collection, after, most))
        {
            while (rows.Read())
            {
                ids.Add(rows.GetString(0));
            }
        }

        if (withMissing)
        {
            ids.UnionWith(SegmentsBelow(connection, collection).Where(s => ValueComparer.CompareUtf8(s, after) > 0));
        }

        return [.. ids.Take(most)];
    }

    // Jumps from one segment to the next instead of reading all collections below.
    private static SortedSet<string> SegmentsBelow(StoreConnection connection, string path)
    {
        var segments = new SortedSet<string>(StringComparer.Ordinal);
        var (next, end) = QueryRows.Below(path);
        while (connection.Scalar(NextCollection, next, end) is string found)
        {
            var slash = found.IndexOf('/', path.Length + 1);
            segments.Add(found[(path.Length + 1)..(slash < 0 ? found.Length : slash)]);
            next = slash < 0 ? found + "\u0001" : found[..slash] + "0";
        }

        return segments;
    }
}
