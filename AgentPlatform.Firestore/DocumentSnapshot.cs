using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore;

/// <summary>A document as it was at one time, or that it was missing.</summary>
public sealed class DocumentSnapshot
{
    internal DocumentSnapshot(DocumentReference reference, Document? document, Timestamp readTime)
    {
        Reference = reference;
        Proto = document;
        ReadTime = readTime;
    }

    internal DocumentSnapshot(FirestoreDb database, Document document, Timestamp readTime)
        : this(database.FromResourceName(document.Name), document, readTime)
    {
    }

    /// <summary>Where the document is.</summary>
    public DocumentReference Reference { get; }

    /// <summary>The document's id.</summary>
    public string Id => Reference.Id;

    /// <summary>Whether the document existed.</summary>
    public bool Exists => Proto is not null;

    /// <summary>When the document was created.</summary>
    public Timestamp? CreateTime => Proto?.CreateTime is { } t ? Timestamp.FromProto(t) : null;

    /// <summary>When the document last changed; a precondition can require it.</summary>
    public Timestamp? UpdateTime => Proto?.UpdateTime is { } t ? Timestamp.FromProto(t) : null;

    /// <summary>When the document was read.</summary>
    public Timestamp ReadTime { get; }

    /// <summary>The database of the document.</summary>
    public FirestoreDb Database => Reference.Database;

    // In-process servers share this message with other readers: it is never changed.
    internal Document? Proto { get; }

    /// <summary>A snapshot of a given document, for tests of converters.</summary>
    public static DocumentSnapshot ForTest(FirestoreDb database, Document document) => new(database, document, default);

    /// <summary>All fields.</summary>
    public Dictionary<string, object?> ToDictionary() =>
        ValueCodec.ToDictionary((Proto ?? throw new InvalidOperationException($"{Reference.Path} does not exist")).Fields, Database);

    /// <summary>Whether there is a field at the dotted path.</summary>
    public bool ContainsField(string path) => Proto is not null && Proto.TryGetField(path, out _);

    /// <summary>The field at the dotted path; throws when there is none.</summary>
    public T GetValue<T>(string path) =>
        TryGetValue<T>(path, out var value) ? value! : throw new InvalidOperationException($"Field '{path}' is not in {Reference.Path}");

    /// <summary>The field at the dotted path, if there is one.</summary>
    public bool TryGetValue<T>(string path, out T? value)
    {
        if (Proto is null || !Proto.TryGetField(path, out var proto))
        {
            value = default;
            return false;
        }

        value = (T?)ValueCodec.ConvertTo(typeof(T), proto!, Database, Database.ConverterRegistry);
        return true;
    }

    /// <summary>The document through its converter; null when it does not exist.</summary>
    public T? ConvertTo<T>() where T : class =>
        Proto is null ? null : (T?)ValueCodec.ConvertRaw(typeof(T), ToDictionary(), Database.ConverterRegistry);
}
