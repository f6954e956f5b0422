namespace AgentPlatform.Firestore.Tests.Servers;

public sealed class NoteConverter : IFirestoreConverter<Note>
{
    public object ToFirestore(Note value) => new Dictionary<string, object?>
    {
        ["createdAt"] = value.CreatedAt,
        ["id"] = value.Id,
        ["owner"] = value.Owner,
        ["tags"] = value.Tags,
        ["version"] = value.Version,
    };

    public Note FromFirestore(object value)
    {
        var map = (IDictionary<string, object?>)value;
        return new Note(
            (string)map["id"]!,
            (string)map["owner"]!,
            ((Timestamp)map["createdAt"]!).ToDateTimeOffset(),
            [.. ((IEnumerable<object?>)map["tags"]!).Cast<string>()],
            (long)map["version"]!);
    }
}
