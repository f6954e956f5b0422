using AgentPlatform.Firestore;

namespace SchedulerService.Tests;

/// <summary>An empty database for one test.</summary>
internal static class TestDatabase
{
    public static FirestoreDb Create() => new FirestoreDbBuilder { ProjectId = $"test-{Guid.NewGuid():N}", EmulatorDetection = EmulatorDetection.EmulatorOnly }.Build();
}
