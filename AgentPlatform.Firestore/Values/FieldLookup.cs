using Google.Cloud.Firestore.V1;
using Google.Protobuf.Collections;

namespace AgentPlatform.Firestore;

internal static class FieldLookup
{
    public static bool TryGetField(this Document document, string encodedPath, out Value? value)
    {
        if (encodedPath == FieldPath.NameField)
        {
            value = new Value { ReferenceValue = document.Name };
            return true;
        }

        return TryGetField(document.Fields, encodedPath, out value);
    }

    public static bool TryGetField(this MapField<string, Value> fields, string encodedPath, out Value? value) =>
        FieldPath.IsSimple(encodedPath)
            ? fields.TryGetValue(encodedPath, out value)
            : TryGetField(fields, FieldPath.SplitEncoded(encodedPath), out value);

    public static bool TryGetField(this MapField<string, Value> fields, ReadOnlySpan<string> path, out Value? value)
    {
        value = null;
        MapField<string, Value>? level = fields;
        foreach (var segment in path)
        {
            if (level is null || !level.TryGetValue(segment, out value))
            {
                value = null;
                return false;
            }

            level = value.ValueTypeCase == Value.ValueTypeOneofCase.MapValue ? value.MapValue.Fields : null;
        }

        return value is not null;
    }

    public static void Put(this MapField<string, Value> fields, ReadOnlySpan<string> path, Value value)
    {
        while (path.Length > 1)
        {
            if (!fields.TryGetValue(path[0], out var child) || child.ValueTypeCase != Value.ValueTypeOneofCase.MapValue)
            {
                fields[path[0]] = child = new Value { MapValue = new MapValue() };
            }

            fields = child.MapValue.Fields;
            path = path[1..];
        }

        fields[path[0]] = value;
    }

    public static void Remove(this MapField<string, Value> fields, ReadOnlySpan<string> path)
    {
        while (path.Length > 1)
        {
            if (!fields.TryGetValue(path[0], out var child) || child.ValueTypeCase != Value.ValueTypeOneofCase.MapValue)
            {
                return;
            }

            fields = child.MapValue.Fields;
            path = path[1..];
        }

        fields.Remove(path[0]);
    }
}
