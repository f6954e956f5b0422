using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AgentPlatform.Firestore;

/// <summary>The converters of one database client, by type.</summary>
[SuppressMessage("Design", "CA1010", Justification = "The official client's shape: enumerable only for collection initialisers.")]
[SuppressMessage("Naming", "CA1710", Justification = "The official client's name.")]
public sealed class ConverterRegistry : IEnumerable
{
    private readonly Dictionary<Type, (Func<object, object?> To, Func<object, object?> From)> converters = [];

    /// <summary>Adds a converter; one per type.</summary>
    public void Add<T>(IFirestoreConverter<T> converter) =>
        converters.Add(typeof(T), (o => converter.ToFirestore((T)o), o => converter.FromFirestore(o)));

    internal bool TryTo(object value, out object? converted)
    {
        var found = converters.TryGetValue(value.GetType(), out var pair);
        converted = found ? pair.To(value) : null;
        return found;
    }

    internal bool TryFrom(Type type, object raw, out object? converted)
    {
        var found = converters.TryGetValue(type, out var pair);
        converted = found ? pair.From(raw) : null;
        return found;
    }

    IEnumerator IEnumerable.GetEnumerator() => converters.Keys.GetEnumerator();
}
