using Grpc.Core;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>A Firestore server in this process that keeps its documents in one file.</summary>
public sealed class EmbeddedFirestore : IAsyncDisposable
{
    private EmbeddedFirestore(EmbeddedStore store) => Store = store;

    internal EmbeddedStore Store { get; }

    /// <summary>Opens or creates the file; throws <see cref="EmbeddedFirestoreException"/> when it is damaged, foreign or in use.</summary>
    public static EmbeddedFirestore Open(EmbeddedFirestoreOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new EmbeddedFirestore(EmbeddedStore.Open(options, timeProvider ?? TimeProvider.System));
    }

    /// <summary>Calls the server directly, without HTTP; messages it gives are shared and must not be changed.</summary>
    public CallInvoker CreateCallInvoker() => new InProcessCallInvoker(new EmbeddedFirestoreService(this));

    /// <summary>Commits what waits, ends listeners and closes the file.</summary>
    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
