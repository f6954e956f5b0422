namespace AgentPlatform.Firestore;

/// <summary>An instant with nanosecond fields, as the service stores it.</summary>
public readonly record struct Timestamp(long Seconds, int Nanos) : IComparable<Timestamp>
{
    /// <summary>Converts from a <see cref="DateTimeOffset"/>.</summary>
    public static Timestamp FromDateTimeOffset(DateTimeOffset value) => FromProto(PbTimestamp.FromDateTimeOffset(value));

    /// <summary>Converts from a <see cref="DateTime"/>, taken to UTC first.</summary>
    public static Timestamp FromDateTime(DateTime value) => FromProto(PbTimestamp.FromDateTime(value.ToUniversalTime()));

    /// <summary>The current instant of a clock.</summary>
    public static Timestamp GetCurrentTimestamp(TimeProvider? clock = null) => FromDateTimeOffset((clock ?? TimeProvider.System).GetUtcNow());

    /// <summary>Converts from the wire form.</summary>
    public static Timestamp FromProto(PbTimestamp proto) => new(proto.Seconds, proto.Nanos);

    /// <summary>Converts to a <see cref="DateTimeOffset"/> in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() => ToProto().ToDateTimeOffset();

    /// <summary>Converts to a <see cref="DateTime"/> in UTC.</summary>
    public DateTime ToDateTime() => ToProto().ToDateTime();

    /// <summary>Converts to the wire form.</summary>
    public PbTimestamp ToProto() => new() { Seconds = Seconds, Nanos = Nanos };

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanos.CompareTo(other.Nanos);

    /// <inheritdoc/>
    public override string ToString() => ToProto().ToString();

    /// <summary>Whether the left instant is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left instant is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left instant is not later.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left instant is not earlier.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.CompareTo(right) >= 0;
}
