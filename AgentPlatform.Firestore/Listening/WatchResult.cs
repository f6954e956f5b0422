namespace AgentPlatform.Firestore;

internal enum WatchResult
{
    Continue,
    Healthy,
    ResetStream,
}
