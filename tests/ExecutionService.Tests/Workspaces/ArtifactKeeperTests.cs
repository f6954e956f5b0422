using AgentPlatform.Contracts.Executions;
using ExecutionService.Executions;
using ExecutionService.Workspaces.Artifacts;

namespace ExecutionService.Tests.Workspaces;

public sealed class ArtifactKeeperTests : IDisposable
{
    private readonly TemporaryWorkspaces _place = new(options => (options.MaxArtifactBytes, options.MaxArtifacts) = (100, 4));

    public void Dispose() => _place.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset During => ExecutionApp.Start.AddMinutes(1);

    [Fact]
    public async Task What_a_run_wrote_under_out_is_kept_and_nothing_else()
    {
        _place.Plant("out/report.md", "# 보고", During);
        _place.Plant("out/data/t.csv", "a,b", During);
        _place.Plant("out/old.txt", "of an earlier run", ExecutionApp.Start.AddMinutes(-1));
        _place.Plant("notes.txt", "x", During);
        _place.Plant("output/x", "x", During);

        var kept = await KeepAsync();

        Assert.Equal([new Artifact("data/t.csv", 3, "text/csv; charset=utf-8", During), new Artifact("report.md", 8, "text/markdown; charset=utf-8", During)], kept.Items);
        Assert.Null(kept.Note);
        Assert.Equal("# 보고", Content("run", "report.md"));
    }

    [Fact]
    public async Task A_later_run_that_writes_the_same_files_changes_nothing_of_the_earlier_ones()
    {
        _place.Plant("out/report.md", "first", During);
        await KeepAsync("first");

        // In place, as code does: a link to the file would show it.
        File.WriteAllText(_place.At("out/report.md"), "second");
        File.SetLastWriteTimeUtc(_place.At("out/report.md"), During.AddHours(1).UtcDateTime);
        await KeepAsync("second", During.AddMinutes(30));
        File.Delete(_place.At("out/report.md"));

        Assert.Equal(("first", "second"), (Content("first", "report.md"), Content("second", "report.md")));
        Assert.Empty((await KeepAsync("third", During.AddHours(2))).Items);
    }

    [Fact]
    public async Task Two_runs_at_once_each_keep_what_was_written_meanwhile()
    {
        _place.Plant("out/of-both", "x", During);

        var kept = await Task.WhenAll(KeepAsync("one"), KeepAsync("two"));

        Assert.All(kept, one => Assert.Equal(["of-both"], one.Items.Select(item => item.Path)));
    }

    [Fact]
    public async Task Two_workers_of_one_run_keep_one_set()
    {
        _place.Plant("out/a", "x", During);
        _place.Plant("out/b", "y", During);

        for (var round = 0; round < 50; round++)
        {
            var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeepAsync($"run{round}"), Cancelled)));

            Assert.All(kept, one => Assert.Equal((2, null), (one.Items.Count, one.Note)));
            Assert.Equal(("x", "y"), (Content($"run{round}", "a"), Content($"run{round}", "b")));
        }
    }

    [Fact]
    public async Task What_was_kept_before_a_crash_is_what_is_answered_after_it()
    {
        _place.Plant("out/a", "before", During);
        var before = await KeepAsync();
        _place.Plant("out/a", "after", During);
        _place.Plant("out/b", "new", During);

        var after = await KeepAsync();

        Assert.Equal(before.Items, after.Items);
        Assert.Equal("before", Content("run", "a"));
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_copying_leaves_nothing_behind()
    {
        _place.Plant("out/a", "whole", During);
        var half = Path.Combine(_place.Store.ArtifactsOf("user"), ".unfinished", "run.abc", "files");
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "a"), "who");
        var ofOther = Directory.CreateDirectory(Path.Combine(_place.Store.ArtifactsOf("user"), ".unfinished", "run2.abc")).FullName;
        Assert.Empty((await _place.Keeper.ReadAsync(TemporaryWorkspaces.Run(), Cancelled)).Items);

        await KeepAsync();

        Assert.Equal("whole", Content("run", "a"));
        Assert.Equal([ofOther], Directory.GetDirectories(Path.Combine(_place.Store.ArtifactsOf("user"), ".unfinished")));
    }

    [Fact]
    public async Task What_is_over_the_limits_is_named_and_the_rest_is_kept()
    {
        _place.Plant("out/a", new string('a', 60), During);
        _place.Plant("out/b", new string('b', 60), During);
        _place.Plant("out/c", new string('c', 40), During);

        var bytes = await KeepAsync("bytes");
        foreach (var n in Enumerable.Range(0, 20))
        {
            _place.Plant($"out/{n:00}", "", During);
        }

        var files = await KeepAsync("files");

        Assert.Equal(["a", "c"], bytes.Items.Select(item => item.Path));
        Assert.Equal("Not kept of out/: b (it has 60 bytes, and a run keeps 100).", bytes.Note);
        Assert.Equal(["00", "01", "02", "03"], files.Items.Select(item => item.Path));
        Assert.StartsWith("Not kept of out/: 04 (a run keeps 4 files), ", files.Note, StringComparison.Ordinal);
        Assert.EndsWith(" and 9 more.", files.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_pipes_and_nameless_files_are_not_kept_and_nothing_outside_is_read()
    {
        _place.Plant("out/a", "mine", During);
        File.CreateSymbolicLink(_place.At("out/link"), _place.SecretFile);
        Directory.CreateSymbolicLink(_place.At("out/folder"), _place.Outside);
        Assert.Equal(0, TemporaryWorkspaces.Execute("mkfifo", _place.At("out/pipe")));
        _place.Plant("out/a\nb", "x", During);

        var kept = await KeepAsync();

        Assert.Equal(["a"], kept.Items.Select(item => item.Path));
        foreach (var name in new[] { "link (it is not a plain file", "folder (it is not a plain file", "pipe (it is not a plain file", "a file (its name" })
        {
            Assert.Contains(name, kept.Note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_out_that_is_a_link_is_no_out()
    {
        Directory.CreateSymbolicLink(_place.At("out"), _place.Outside);

        Assert.Equal(KeptArtifacts.None, await KeepAsync());
    }

    [Fact]
    public async Task A_run_that_left_nothing_or_never_began_takes_no_disk()
    {
        Assert.Empty((await KeepAsync()).Items);
        Assert.Empty((await _place.Keeper.KeepAsync(TemporaryWorkspaces.Run(agentId: null), Cancelled)).Items);
        _place.Plant("out/a", "x", During);
        Assert.Empty((await _place.Keeper.KeepAsync(TemporaryWorkspaces.Run() with { StartTime = null }, Cancelled)).Items);

        Assert.False(Directory.Exists(_place.Store.ArtifactsOf("user")));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_does_not_hold_up_the_end_of_the_run()
    {
        _place.Plant("out/a", "x", During);
        // Where the folder of artifacts would be lies a file.
        File.WriteAllText(_place.Store.ArtifactsOf("user"), "");

        var kept = await KeepAsync();

        Assert.Empty(kept.Items);
        Assert.Contains("could not be kept", kept.Note, StringComparison.Ordinal);
        File.Delete(_place.Store.ArtifactsOf("user"));
        Assert.Single((await KeepAsync()).Items);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_copied_does_not_pass_the_limit()
    {
        _place.Plant("out/a", new string('a', 90), During);
        using var stop = new CancellationTokenSource();
        var growing = Task.Run(
            () =>
            {
                using var file = new FileStream(_place.At("out/a"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    file.SetLength(n % 2 == 0 ? 5_000_000 : 90);
                }
            },
            Cancelled);

        for (var n = 0; n < 50; n++)
        {
            var kept = await KeepAsync($"run{n}");
            Assert.True(kept.Items.Sum(item => item.Size) <= 100);
            Assert.All(kept.Items, item => Assert.Equal(item.Size, Content($"run{n}", "a").Length));
        }

        await stop.CancelAsync();
        await growing;
    }

    [Fact]
    public async Task Artifacts_outlive_the_workspace()
    {
        _place.Plant("out/a", "kept", During);
        await KeepAsync();

        _place.Store.Remove("user", "agent");

        Assert.Equal("kept", Content("run", "a"));
        Assert.Single((await _place.Keeper.ReadAsync(TemporaryWorkspaces.Run(), Cancelled)).Items);
    }

    private Task<KeptArtifacts> KeepAsync(string id = "run", DateTimeOffset? startTime = null) => _place.Keeper.KeepAsync(TemporaryWorkspaces.Run(id, startTime: startTime), Cancelled);

    private string Content(string id, string path)
    {
        ExecutionState run = TemporaryWorkspaces.Run(id);
        using var folder = _place.Keeper.TryOpen(run)!;
        using var reader = new StreamReader(folder.OpenRead(path, out _));
        return reader.ReadToEnd();
    }
}
