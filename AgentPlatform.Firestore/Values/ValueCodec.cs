using System.Collections;
using System.Globalization;
using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore;

/// <summary>Turns .NET values into Firestore values and back.</summary>
public static class ValueCodec
{
    /// <summary>Encodes a value; throws when there is no mapping.</summary>
    public static Value ToValue(object? value, ConverterRegistry? registry = null) => value switch
    {
        null => new Value { NullValue = NullValue.NullValue },
        FieldValue => throw new ArgumentException("A FieldValue is not allowed here", nameof(value)),
        Value v => v,
        bool b => new Value { BooleanValue = b },
        string s => new Value { StringValue = s },
        int or long or short or byte or uint or sbyte or ushort => new Value { IntegerValue = Convert.ToInt64(value, CultureInfo.InvariantCulture) },
        double or float => new Value { DoubleValue = Convert.ToDouble(value, CultureInfo.InvariantCulture) },
        Timestamp t => new Value { TimestampValue = t.ToProto() },
        DateTimeOffset d => new Value { TimestampValue = PbTimestamp.FromDateTimeOffset(d) },
        DateTime d => new Value { TimestampValue = PbTimestamp.FromDateTime(d.ToUniversalTime()) },
        ByteString b => new Value { BytesValue = b },
        byte[] b => new Value { BytesValue = ByteString.CopyFrom(b) },
        DocumentReference r => new Value { ReferenceValue = r.Path },
        _ when registry is not null && registry.TryTo(value, out var converted) => ToValue(converted, registry),
        IEnumerable<KeyValuePair<string, object?>> map => new Value { MapValue = ToMap(map, registry) },
        IEnumerable elements => ToArray(elements, registry),
        _ => throw new ArgumentException($"No Firestore mapping for {value.GetType()}; register an IFirestoreConverter<T>", nameof(value)),
    };

    /// <summary>Encodes the entries of a dictionary.</summary>
    public static MapValue ToMap(IEnumerable<KeyValuePair<string, object?>> map, ConverterRegistry? registry)
    {
        var encoded = new MapValue();
        foreach (var (key, value) in map)
        {
            encoded.Fields[key] = ToValue(value, registry);
        }

        return encoded;
    }

    /// <summary>Decodes a value into a plain .NET one.</summary>
    public static object? FromValue(Value value, FirestoreDb? database = null) => value.ValueTypeCase switch
    {
        Value.ValueTypeOneofCase.NullValue or Value.ValueTypeOneofCase.None => null,
        Value.ValueTypeOneofCase.BooleanValue => value.BooleanValue,
        Value.ValueTypeOneofCase.IntegerValue => value.IntegerValue,
        Value.ValueTypeOneofCase.DoubleValue => value.DoubleValue,
        Value.ValueTypeOneofCase.TimestampValue => Timestamp.FromProto(value.TimestampValue),
        Value.ValueTypeOneofCase.StringValue => value.StringValue,
        Value.ValueTypeOneofCase.BytesValue => value.BytesValue,
        Value.ValueTypeOneofCase.ReferenceValue => database is null ? value.ReferenceValue : database.FromResourceName(value.ReferenceValue),
        Value.ValueTypeOneofCase.ArrayValue => ToList(value.ArrayValue.Values, database),
        Value.ValueTypeOneofCase.MapValue => ToDictionary(value.MapValue.Fields, database),
        _ => throw new NotSupportedException(value.ValueTypeCase.ToString()),
    };

    /// <summary>Decodes the fields of a document or map.</summary>
    public static Dictionary<string, object?> ToDictionary(MapField<string, Value> fields, FirestoreDb? database)
    {
        var decoded = new Dictionary<string, object?>(fields.Count);
        foreach (var (key, value) in fields)
        {
            decoded.Add(key, FromValue(value, database));
        }

        return decoded;
    }

    /// <summary>Decodes into one of a closed set of types or a registered one; no reflection over members.</summary>
    public static object? ConvertTo(System.Type type, Value value, FirestoreDb? database, ConverterRegistry? registry) =>
        ConvertRaw(type, FromValue(value, database), registry);

    internal static object? ConvertRaw(System.Type type, object? raw, ConverterRegistry? registry)
    {
        if (raw is null)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (registry is not null && registry.TryFrom(type, raw, out var converted))
        {
            return converted;
        }

        if (type.IsInstanceOfType(raw))
        {
            return raw;
        }

        return raw switch
        {
            Timestamp t when type == typeof(DateTimeOffset) => t.ToDateTimeOffset(),
            Timestamp t when type == typeof(DateTime) => t.ToDateTime(),
            ByteString b when type == typeof(byte[]) => b.ToByteArray(),
            long or double when type == typeof(int) => checked((int)Convert.ToInt64(raw, CultureInfo.InvariantCulture)),
            long or double when type == typeof(long) => Convert.ToInt64(raw, CultureInfo.InvariantCulture),
            long or double when type == typeof(double) => Convert.ToDouble(raw, CultureInfo.InvariantCulture),
            List<object?> l when type == typeof(string[]) => l.Select(x => (string?)x).ToArray(),
            List<object?> l when type.IsAssignableFrom(typeof(List<string>)) => l.Select(x => (string)x!).ToList(),
            _ => throw new InvalidCastException($"{raw.GetType()} -> {type}"),
        };
    }

    private static Value ToArray(IEnumerable elements, ConverterRegistry? registry)
    {
        var array = new ArrayValue();
        foreach (var element in elements)
        {
            if (element is IEnumerable and not string and not IEnumerable<KeyValuePair<string, object?>> and not byte[] and not ByteString)
            {
                throw new ArgumentException("Firestore does not support arrays of arrays", nameof(elements));
            }

            array.Values.Add(ToValue(element, registry));
        }

        return new Value { ArrayValue = array };
    }

    private static List<object?> ToList(RepeatedField<Value> values, FirestoreDb? database)
    {
        var list = new List<object?>(values.Count);
        foreach (var value in values)
        {
            list.Add(FromValue(value, database));
        }

        return list;
    }
}
