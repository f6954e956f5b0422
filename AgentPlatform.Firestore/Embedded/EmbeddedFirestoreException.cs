namespace AgentPlatform.Firestore.Embedded;

/// <summary>The embedded server cannot start; the message names the file and the cause.</summary>
public sealed class EmbeddedFirestoreException : Exception
{
    /// <summary>An error without a cause.</summary>
    public EmbeddedFirestoreException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public EmbeddedFirestoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error without a message.</summary>
    public EmbeddedFirestoreException()
    {
    }
}
