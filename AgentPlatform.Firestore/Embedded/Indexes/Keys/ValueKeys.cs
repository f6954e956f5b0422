using Google.Cloud.Firestore.V1;
using Kind = Google.Cloud.Firestore.V1.Value.ValueTypeOneofCase;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Writes values so that bytes compare as Firestore compares values; every value ends itself.</summary>
internal static class ValueKeys
{
    private const byte End = 0x00;
    private const byte NotANumber = 0x00;
    private const byte Number = 0x01;

    public static void Value(this KeyBuilder key, Value value, bool descending)
    {
        var start = key.Length;
        key.Value(value);
        if (descending)
        {
            key.InvertFrom(start);
        }
    }

    /// <summary>What all values of a type start with.</summary>
    public static void TypeOf(this KeyBuilder key, Value value, bool descending) => key.Byte(descending ? (byte)~TypeTag(value) : TypeTag(value));

    public static void Name(this KeyBuilder key, string name, bool descending)
    {
        var start = key.Length;
        key.Path(name);
        if (descending)
        {
            key.InvertFrom(start);
        }
    }

    private static void Value(this KeyBuilder key, Value value)
    {
        key.Byte(TypeTag(value));
        switch (value.ValueTypeCase)
        {
            case Kind.BooleanValue:
                key.Byte(value.BooleanValue ? (byte)1 : (byte)0);
                break;
            case Kind.IntegerValue:
                key.Integer(value.IntegerValue);
                break;
            case Kind.DoubleValue:
                key.Real(value.DoubleValue);
                break;
            case Kind.TimestampValue:
                key.Long(value.TimestampValue.Seconds);
                key.Long(value.TimestampValue.Nanos);
                break;
            case Kind.StringValue:
                key.Text(value.StringValue);
                break;
            case Kind.BytesValue:
                key.Bytes(value.BytesValue.Span[..Math.Min(value.BytesValue.Length, KeyBuilder.MaxIndexedBytes)]);
                break;
            case Kind.ReferenceValue:
                key.Path(value.ReferenceValue);
                break;
            case Kind.GeoPointValue:
                key.Double(value.GeoPointValue.Latitude);
                key.Double(value.GeoPointValue.Longitude);
                break;
            case Kind.ArrayValue:
                foreach (var element in value.ArrayValue.Values)
                {
                    key.Value(element);
                }

                key.Byte(End);
                break;
            case Kind.MapValue:
                foreach (var (name, field) in ValueComparer.SortedFields(value.MapValue.Fields))
                {
                    key.Byte(Number);
                    key.Text(name);
                    key.Value(field);
                }

                key.Byte(End);
                break;
        }
    }

    private static byte TypeTag(Value value) => (byte)(0x10 + (0x10 * ValueComparer.TypeOrder(value)));

    // An integer is the largest double not above it and the exact rest, so that it sorts exactly among doubles.
    private static void Integer(this KeyBuilder key, long value)
    {
        double below = value;
        if ((Int128)below > value)
        {
            below = Math.BitDecrement(below);
        }

        key.Byte(Number);
        key.Double(below);
        key.Short((int)(value - (Int128)below));
    }

    private static void Real(this KeyBuilder key, double value)
    {
        if (double.IsNaN(value))
        {
            key.Byte(NotANumber);
            return;
        }

        key.Byte(Number);
        key.Double(value);
        key.Short(0);
    }

    private static void Path(this KeyBuilder key, string path)
    {
        foreach (var segment in path.Split('/'))
        {
            key.WholeText(segment);
        }

        key.Byte(End);
        key.Byte(End);
    }
}
