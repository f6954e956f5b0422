using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore;

/// <summary>A collection, and the query for all of its documents.</summary>
public sealed class CollectionReference : Query
{
    private const string IdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal CollectionReference(FirestoreDb database, DocumentReference? parent, string id)
        : base(database, parent?.Path ?? database.DocumentsPath, new StructuredQuery { From = { new StructuredQuery.Types.CollectionSelector { CollectionId = id } } })
    {
        Id = id;
        Parent = parent;
        Path = $"{parent?.Path ?? database.DocumentsPath}/{id}";
    }

    /// <summary>The last segment of the path.</summary>
    public string Id { get; }

    /// <summary>The document above; null at the top.</summary>
    public DocumentReference? Parent { get; }

    /// <summary>The full resource name.</summary>
    public string Path { get; }

    /// <summary>A document of the collection.</summary>
    public DocumentReference Document(string path) => new(Database, this, path);

    /// <summary>A document with a new random id.</summary>
    public DocumentReference Document() => Document(RandomNumberGenerator.GetString(IdAlphabet, 20));

    /// <summary>Creates a document with a new random id.</summary>
    public async Task<DocumentReference> AddAsync(object documentData, CancellationToken cancellationToken = default)
    {
        var document = Document();
        await document.CreateAsync(documentData, cancellationToken).ConfigureAwait(false);
        return document;
    }

    /// <summary>Lists documents by id, with those that are missing but have something below them.</summary>
    public async IAsyncEnumerable<DocumentReference> ListDocumentsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ListDocumentsRequest
        {
            Parent = ParentPath,
            CollectionId = Id,
            PageSize = 300,
            ShowMissing = true,
            Mask = new DocumentMask { FieldPaths = { FieldPath.NameField } },
        };
        do
        {
            var page = await Database.Client.ListDocumentsAsync(request, Database.Headers, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var document in page.Documents)
            {
                yield return Document(document.Name[(document.Name.LastIndexOf('/') + 1)..]);
            }

            request = new ListDocumentsRequest(request) { PageToken = page.NextPageToken };
        }
        while (request.PageToken.Length > 0);
    }
}
