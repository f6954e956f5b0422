using AgentPlatform.Firestore.Embedded;
using CsCheck;
using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class KeyOrderTests
{
    private static readonly double[] EdgeNumbers =
        [double.NaN, double.NegativeInfinity, double.PositiveInfinity, -0.0, 0.0, double.Epsilon, double.MaxValue, double.MinValue, 9007199254740992.0, 9223372036854775808.0, -9223372036854775808.0, 0.5];

    private static readonly long[] EdgeIntegers = [long.MinValue, long.MinValue + 1, -1, 0, 1, 9007199254740991, 9007199254740992, 9007199254740993, long.MaxValue - 1, long.MaxValue];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Any("", "a", "a\0", "a\0b", "a\u0001", "ab", "é", "\uFFFD", "\U0001F600", "\uE000"),
        Gen.String[Gen.Char["\0\u0001ab/é\uFFFF"], 0, 4]);

    private static readonly Gen<Value> Simple = Gen.OneOf(
        Gen.Const(new Value { NullValue = NullValue.NullValue }),
        Gen.Bool.Select(b => new Value { BooleanValue = b }),
        Gen.OneOf(Any(EdgeIntegers), Gen.Long, Gen.Long[-3, 3]).Select(n => new Value { IntegerValue = n }),
        Gen.OneOf(Any(EdgeNumbers), Gen.Double, Gen.Double[-3, 3]).Select(n => new Value { DoubleValue = n }),
        Gen.Select(Gen.Long[-3, 3], Gen.Int[0, 3]).Select(t => new Value { TimestampValue = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = t.Item1, Nanos = t.Item2 } }),
        Texts.Select(s => new Value { StringValue = s }),
        Gen.Byte[0, 2].Array[0, 4].Select(b => new Value { BytesValue = ByteString.CopyFrom(b) }),
        Any("a/b", "a/b-c", "a/b/c/d", "a/b.c", "b/a").Select(r => new Value { ReferenceValue = r }),
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180]).Select(p => new Value { GeoPointValue = new LatLng { Latitude = p.Item1, Longitude = p.Item2 } }));

    private static readonly Gen<Value> Nested = Gen.OneOf(
        Simple,
        Simple.Array[0, 3].Select(a => new Value { ArrayValue = new ArrayValue { Values = { a } } }),
        MapOf(Simple));

    private static readonly Gen<Value> Values = Gen.OneOf(Simple, Nested, MapOf(Nested), Nested.Where(v => v.ValueTypeCase != Value.ValueTypeOneofCase.ArrayValue).Array[0, 3].Select(a => new Value { ArrayValue = new ArrayValue { Values = { a } } }));

    [Fact]
    public void Keys_sort_as_values_do()
    {
        Gen.Select(Values, Values).Sample(
            pair =>
            {
                var expected = Math.Sign(ValueComparer.Instance.Compare(pair.Item1, pair.Item2));
                return Math.Sign(Key(pair.Item1, false).AsSpan().SequenceCompareTo(Key(pair.Item2, false))) == expected
                    && Math.Sign(Key(pair.Item1, true).AsSpan().SequenceCompareTo(Key(pair.Item2, true))) == -expected;
            },
            iter: 50_000);
    }

    [Fact]
    public void A_value_decides_before_what_follows_it()
    {
        Gen.Select(Values, Values, Values, Values, Gen.Bool, Gen.Bool).Sample(
            x =>
            {
                var (a1, a2, b1, b2, downFirst, downSecond) = x;
                var first = ValueComparer.Instance.Compare(a1, b1) * (downFirst ? -1 : 1);
                var second = ValueComparer.Instance.Compare(a2, b2) * (downSecond ? -1 : 1);
                return Math.Sign(Key(a1, downFirst, a2, downSecond).AsSpan().SequenceCompareTo(Key(b1, downFirst, b2, downSecond))) == Math.Sign(first != 0 ? first : second);
            },
            iter: 20_000);
    }

    [Fact]
    public void The_key_after_a_prefix_is_above_everything_that_starts_with_it()
    {
        Gen.Select(Gen.Byte.Array[1, 5], Gen.Byte.Array[0, 3]).Sample(x =>
        {
            byte[] longer = [.. x.Item1, .. x.Item2];
            return KeyBuilder.After(x.Item1) is not { } after || (longer.AsSpan().SequenceCompareTo(after) < 0 && x.Item1.AsSpan().SequenceCompareTo(after) < 0);
        });
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Value> MapOf(Gen<Value> values) => Gen.Select(Texts, values).Array[0, 3].Select(fields =>
    {
        var map = new MapValue();
        foreach (var (name, value) in fields)
        {
            map.Fields[name] = value;
        }

        return new Value { MapValue = map };
    });

    private static byte[] Key(Value value, bool descending)
    {
        var key = new KeyBuilder();
        key.Value(value, descending);
        return key.ToArray();
    }

    private static byte[] Key(Value first, bool firstDescending, Value second, bool secondDescending)
    {
        var key = new KeyBuilder();
        key.Value(first, firstDescending);
        key.Value(second, secondDescending);
        return key.ToArray();
    }
}
