using ExecutionService.Sandboxes.Bubblewrap;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>Replicas on one machine share the place of their sandboxes' folders.</summary>
[Collection(SandboxGroup.Name)]
public sealed class StartTogetherTests
{
    private const string Parent = "/run/agentplatform-sandbox";

    /// <summary>Above what Linux gives to processes.</summary>
    private const int NoProcess = 5_000_000;

    [Fact]
    public async Task Processes_that_start_together_remove_what_a_dead_one_left_without_standing_in_each_others_way()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Without root each process has a place of its own");
        var found = HostSystem.Find(out var reason);
        Assert.SkipWhen(found is null, reason ?? "");
        using (PrivateFolder.Create(found))
        {
            // The parent is there now.
        }

        var left = Directory.CreateDirectory(Path.Combine(Parent, $"{NoProcess}-left")).FullName;
        for (var folder = 0; folder < 2_000; folder++)
        {
            Directory.CreateDirectory(Path.Combine(left, $"{folder}"));
        }

        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PrivateFolder.Create(found))));

        Assert.All(folders, folder => Assert.True(File.Exists(folder.Canary)));
        Array.ForEach(folders, folder => folder.Dispose());
        Assert.False(Directory.Exists(left));
    }
}
