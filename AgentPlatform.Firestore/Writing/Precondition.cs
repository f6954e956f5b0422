namespace AgentPlatform.Firestore;

/// <summary>What must hold for a write to be applied.</summary>
public sealed class Precondition
{
    /// <summary>The document must exist; otherwise NOT_FOUND.</summary>
    public static readonly Precondition MustExist = new(new V1Precondition { Exists = true });

    /// <summary>The document must not exist; otherwise ALREADY_EXISTS.</summary>
    public static readonly Precondition MustNotExist = new(new V1Precondition { Exists = false });

    private Precondition(V1Precondition proto) => Proto = proto;

    internal V1Precondition Proto { get; }

    /// <summary>The document must not have changed since; otherwise FAILED_PRECONDITION.</summary>
    public static Precondition LastUpdated(Timestamp timestamp) => new(new V1Precondition { UpdateTime = timestamp.ToProto() });
}
