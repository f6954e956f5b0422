using System.Diagnostics;
using System.Net;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Faults;

/// <summary>Standalone over a file system of 14 MB that fills up, in a mount namespace of its own.</summary>
public sealed class FullDiskTests
{
    private const int AgentsAtMost = 2_000;

    [Fact]
    public async Task A_full_disk_is_said_nothing_acknowledged_is_lost_and_the_platform_goes_on_once_there_is_room()
    {
        using (var probe = Process.Start("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]))
        {
            await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(probe.ExitCode == 0, "This machine allows no user namespaces with mounts of their own");
        }

        await using var platform = await StandaloneProcess.StartAfterAsync("mount -t tmpfs -o size=14m tmpfs \"$1\" && head -c 3000000 /dev/zero > \"$1/filler\"");
        using var client = await PlatformClient.SignInAsync(platform);
        var saved = new List<string>();
        Answer answer;
        while ((answer = await CreateAsync(client)).Status == HttpStatusCode.Created && saved.Count < AgentsAtMost)
        {
            saved.Add(answer.Json.Text("id")!);
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (answer.Status, answer.Json.Text("code")));
        Assert.Contains("full", answer.Json.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(platform.Log, line => line.Contains("disk is full", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = platform.Url };
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("Degraded", await http.GetStringAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(saved.Count, (await client.ListAsync("/api/agents")).Count);

        // Seen through the process, for the file system is nobody else's.
        File.Delete(platform.FileInside("filler"));
        var after = await Patience.PollAsync("a change that is taken", () => CreateAsync(client), after => after.Status == HttpStatusCode.Created);
        Assert.Equal([after.Json.Text("id"), .. saved.AsEnumerable().Reverse()], (await client.ListAsync("/api/agents")).Select(agent => agent.Text("id")));
    }

    private static Task<Answer> CreateAsync(PlatformClient client) => client.SendAsync(HttpMethod.Post, "/api/agents", new { name = "A", finalAgentPrompt = new string('x', 15_000) });
}
