namespace AgentPlatform.Firestore;

/// <summary>Values that the server computes at commit.</summary>
public abstract class FieldValue
{
    /// <summary>The server's time, in milliseconds.</summary>
    public static readonly object ServerTimestamp = new Sentinel(SentinelKind.ServerTimestamp, []);

    /// <summary>Removes the field.</summary>
    public static readonly object Delete = new Sentinel(SentinelKind.Delete, []);

    private protected FieldValue()
    {
    }

    /// <summary>Adds to a number; a missing field counts as zero.</summary>
    public static object Increment(long value) => new Sentinel(SentinelKind.Increment, [value]);

    /// <summary>Adds to a number; a missing field counts as zero.</summary>
    public static object Increment(double value) => new Sentinel(SentinelKind.Increment, [value]);

    /// <summary>Appends the values that the array lacks.</summary>
    public static object ArrayUnion(params object?[] values) => new Sentinel(SentinelKind.ArrayUnion, values);

    /// <summary>Removes every occurrence of the values from the array.</summary>
    public static object ArrayRemove(params object?[] values) => new Sentinel(SentinelKind.ArrayRemove, values);

    internal enum SentinelKind
    {
        ArrayRemove,
        ArrayUnion,
        Delete,
        Increment,
        ServerTimestamp,
    }

    internal sealed class Sentinel(SentinelKind kind, object?[] arguments) : FieldValue
    {
        public SentinelKind Kind => kind;

        public object?[] Arguments => arguments;
    }
}
