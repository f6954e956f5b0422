using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A document's resource name and its parts.</summary>
internal readonly record struct DocumentName
{
    private const int SegmentsAboveDocuments = 5;

    private DocumentName(string full, int idStart, int collectionIdStart)
    {
        Full = full;
        Id = full[idStart..];
        Collection = full[..(idStart - 1)];
        CollectionId = full[collectionIdStart..(idStart - 1)];
    }

    public string Full { get; }

    /// <summary>The resource name of the collection.</summary>
    public string Collection { get; }

    public string CollectionId { get; }

    public string Id { get; }

    public static DocumentName Parse(string full)
    {
        var segments = full.AsSpan().Count('/') + 1;
        if (segments <= SegmentsAboveDocuments || segments % 2 == 0 || full.Contains("//", StringComparison.Ordinal) || full[^1] == '/' || !full.StartsWith("projects/", StringComparison.Ordinal))
        {
            throw RpcErrors.Create(StatusCode.InvalidArgument, $"Document name \"{full}\" is not valid.");
        }

        var id = full.LastIndexOf('/') + 1;
        return new DocumentName(full, id, full.LastIndexOf('/', id - 2) + 1);
    }

    /// <summary>The part of a name or parent that names the database's documents.</summary>
    public static string Root(string path)
    {
        var end = -1;
        for (var i = 0; i < SegmentsAboveDocuments; i++)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0)
            {
                return path;
            }
        }

        return path[..end];
    }
}
