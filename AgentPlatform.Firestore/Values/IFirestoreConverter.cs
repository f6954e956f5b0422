namespace AgentPlatform.Firestore;

/// <summary>Maps a type to and from Firestore values; the same shape as the official client's converter.</summary>
public interface IFirestoreConverter<T>
{
    /// <summary>Gives a dictionary or a simple value to store.</summary>
    object? ToFirestore(T value);

    /// <summary>Reads what <see cref="ToFirestore"/> stored.</summary>
    T FromFirestore(object value);
}
