namespace AgentPlatform.Firestore;

/// <summary>Computed aggregates, by alias.</summary>
public sealed record AggregateQuerySnapshot(IReadOnlyDictionary<string, object?> Data)
{
    /// <summary>The count of <see cref="Query.Count"/>.</summary>
    public long? Count => Data.TryGetValue("Count", out var value) ? (long?)value : null;

    /// <summary>The aggregate with an alias.</summary>
    public T? GetValue<T>(string alias) => (T?)Data[alias];
}
