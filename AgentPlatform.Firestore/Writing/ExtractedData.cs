using Google.Cloud.Firestore.V1;
using Google.Protobuf.Collections;
using FieldTransform = Google.Cloud.Firestore.V1.DocumentTransform.Types.FieldTransform;

namespace AgentPlatform.Firestore;

/// <summary>A map split into plain fields, deletes and transforms.</summary>
internal sealed class ExtractedData
{
    private readonly ConverterRegistry registry;

    public ExtractedData(ConverterRegistry registry, IEnumerable<KeyValuePair<string, object?>> map, params string[] prefix)
    {
        this.registry = registry;
        Walk(map, prefix, Document.Fields);
    }

    public Document Document { get; } = new();

    public List<FieldPath> Deletes { get; } = [];

    public List<FieldPath> Leaves { get; } = [];

    public List<FieldTransform> Transforms { get; } = [];

    public List<FieldPath> TransformPaths { get; } = [];

    public Document Named(DocumentReference document)
    {
        Document.Name = document.Path;
        return Document;
    }

    public static FieldTransform Transform(ConverterRegistry registry, FieldPath path, FieldValue.Sentinel sentinel)
    {
        var transform = new FieldTransform { FieldPath = path.Encoded };
        switch (sentinel.Kind)
        {
            case FieldValue.SentinelKind.ArrayRemove:
                transform.RemoveAllFromArray = ValueCodec.ToValue(sentinel.Arguments, registry).ArrayValue;
                break;
            case FieldValue.SentinelKind.ArrayUnion:
                transform.AppendMissingElements = ValueCodec.ToValue(sentinel.Arguments, registry).ArrayValue;
                break;
            case FieldValue.SentinelKind.Increment:
                transform.Increment = ValueCodec.ToValue(sentinel.Arguments[0]);
                break;
            case FieldValue.SentinelKind.ServerTimestamp:
                transform.SetToServerValue = FieldTransform.Types.ServerValue.RequestTime;
                break;
            default:
                throw new ArgumentException($"{sentinel.Kind} is not a transform", nameof(sentinel));
        }

        return transform;
    }

    private void Walk(IEnumerable<KeyValuePair<string, object?>> map, string[] prefix, MapField<string, Value> into)
    {
        foreach (var (key, given) in map)
        {
            var path = new FieldPath([.. prefix, key]);
            var value = given is not null and not FieldValue && registry.TryTo(given, out var converted) ? converted : given;
            switch (value)
            {
                case FieldValue.Sentinel { Kind: FieldValue.SentinelKind.Delete }:
                    Deletes.Add(path);
                    break;
                case FieldValue.Sentinel sentinel:
                    Transforms.Add(Transform(registry, path, sentinel));
                    TransformPaths.Add(path);
                    break;
                case IEnumerable<KeyValuePair<string, object?>> nested:
                    WalkNested(nested, path, key, into);
                    break;
                default:
                    into[key] = ValueCodec.ToValue(value, registry);
                    Leaves.Add(path);
                    break;
            }
        }
    }

    private void WalkNested(IEnumerable<KeyValuePair<string, object?>> nested, FieldPath path, string key, MapField<string, Value> into)
    {
        var empty = !nested.Any();
        var child = new MapValue();
        Walk(nested, path.Segments, child.Fields);
        if (child.Fields.Count > 0 || empty)
        {
            into[key] = new Value { MapValue = child };
        }

        if (empty)
        {
            Leaves.Add(path);
        }
    }
}
