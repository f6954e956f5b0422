using Google.Cloud.Firestore.V1;
using Google.Protobuf.Collections;
using Kind = Google.Cloud.Firestore.V1.Value.ValueTypeOneofCase;

namespace AgentPlatform.Firestore;

/// <summary>Firestore's documented total order of values.</summary>
public sealed class ValueComparer : IComparer<Value>
{
    /// <summary>The only instance.</summary>
    public static readonly ValueComparer Instance = new();

    private ValueComparer()
    {
    }

    /// <summary>The rank of a value's type: types are ordered before values.</summary>
    public static int TypeOrder(Value value) => value.ValueTypeCase switch
    {
        Kind.NullValue or Kind.None => 0,
        Kind.BooleanValue => 1,
        Kind.IntegerValue or Kind.DoubleValue => 2,
        Kind.TimestampValue => 3,
        Kind.StringValue => 4,
        Kind.BytesValue => 5,
        Kind.ReferenceValue => 6,
        Kind.GeoPointValue => 7,
        Kind.ArrayValue => 8,
        _ => 9,
    };

    /// <summary>Whether two values are of one type and equal; 1 equals 1.0.</summary>
    public static bool AreEqual(Value left, Value right) => TypeOrder(left) == TypeOrder(right) && Instance.Compare(left, right) == 0;

    /// <inheritdoc/>
    public int Compare(Value? x, Value? y)
    {
        int typeX = TypeOrder(x!), typeY = TypeOrder(y!);
        if (typeX != typeY)
        {
            return typeX.CompareTo(typeY);
        }

        return typeX switch
        {
            1 => x!.BooleanValue.CompareTo(y!.BooleanValue),
            2 => CompareNumbers(x!, y!),
            3 => Timestamp.FromProto(x!.TimestampValue).CompareTo(Timestamp.FromProto(y!.TimestampValue)),
            4 => CompareUtf8(x!.StringValue, y!.StringValue),
            5 => x!.BytesValue.Span.SequenceCompareTo(y!.BytesValue.Span),
            6 => ComparePaths(x!.ReferenceValue, y!.ReferenceValue),
            7 => (x!.GeoPointValue.Latitude, x.GeoPointValue.Longitude).CompareTo((y!.GeoPointValue.Latitude, y.GeoPointValue.Longitude)),
            8 => CompareArrays(x!.ArrayValue.Values, y!.ArrayValue.Values),
            9 => CompareMaps(x!.MapValue.Fields, y!.MapValue.Fields),
            _ => 0,
        };
    }

    /// <summary>Orders resource names segment by segment.</summary>
    public static int ComparePaths(string left, string right)
    {
        var start = 0;
        while (start <= left.Length && start <= right.Length)
        {
            int endLeft = EndOfSegment(left, start), endRight = EndOfSegment(right, start);
            var order = CompareUtf8(left.AsSpan(start, endLeft - start), right.AsSpan(start, endRight - start));
            if (order != 0)
            {
                return order;
            }

            start = endLeft + 1;
        }

        return left.Length.CompareTo(right.Length);
    }

    // The order of UTF-8 bytes differs from that of UTF-16 units only around surrogates.
    internal static int CompareUtf8(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var n = left.CommonPrefixLength(right);
        if (n == left.Length || n == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        char x = left[n], y = right[n];
        return char.IsSurrogate(x) != char.IsSurrogate(y) ? (char.IsSurrogate(x) ? 1 : -1) : x.CompareTo(y);
    }

    internal static List<KeyValuePair<string, Value>> SortedFields(MapField<string, Value> fields)
    {
        var sorted = new List<KeyValuePair<string, Value>>(fields);
        sorted.Sort(static (a, b) => CompareUtf8(a.Key, b.Key));
        return sorted;
    }

    private static int EndOfSegment(string path, int start)
    {
        var end = path.IndexOf('/', start);
        return end < 0 ? path.Length : end;
    }

    private int CompareArrays(RepeatedField<Value> x, RepeatedField<Value> y)
    {
        for (var i = 0; i < Math.Min(x.Count, y.Count); i++)
        {
            var order = Compare(x[i], y[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count.CompareTo(y.Count);
    }

    private int CompareMaps(MapField<string, Value> left, MapField<string, Value> right)
    {
        List<KeyValuePair<string, Value>> x = SortedFields(left), y = SortedFields(right);
        for (var i = 0; i < Math.Min(x.Count, y.Count); i++)
        {
            var order = CompareUtf8(x[i].Key, y[i].Key);
            order = order != 0 ? order : Compare(x[i].Value, y[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count.CompareTo(y.Count);
    }

    private static int CompareNumbers(Value x, Value y) => (x.ValueTypeCase, y.ValueTypeCase) switch
    {
        (Kind.IntegerValue, Kind.IntegerValue) => x.IntegerValue.CompareTo(y.IntegerValue),
        (Kind.IntegerValue, _) => CompareExactly(x.IntegerValue, y.DoubleValue),
        (_, Kind.IntegerValue) => -CompareExactly(y.IntegerValue, x.DoubleValue),
        _ => x.DoubleValue == y.DoubleValue ? 0 : x.DoubleValue.CompareTo(y.DoubleValue),
    };

    // NaN sorts first; no integer is rounded to a double.
    private static int CompareExactly(long integer, double real)
    {
        if (double.IsNaN(real) || real < long.MinValue)
        {
            return 1;
        }

        if (real >= 9223372036854775808.0)
        {
            return -1;
        }

        var whole = (long)real;
        return integer != whole ? integer.CompareTo(whole) : 0.0.CompareTo(real - whole);
    }
}
