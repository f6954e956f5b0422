using AgentPlatform.ServiceDefaults.Logs;

namespace AgentPlatform.ServiceDefaults.Tests.Logs;

public sealed class LogTests
{
    private const string Path = "logs/one/batches";

    [Fact]
    public async Task Entries_are_numbered_from_one_without_a_gap_in_batches_of_any_size()
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        Assert.Equal(0, feed.Tail.Last);

        foreach (var size in new[] { 1, 3, 2 })
        {
            Assert.True(await feed.Writer.AppendAsync(first => [.. Enumerable.Range((int)first, size).Select(seq => $"{seq}")], [], null, feed.Writer.Foreign, Token));
        }

        Assert.Equal(6, feed.Tail.Last);
        Assert.Equal(6, await feed.Log.ReadTailAsync(Token));
        Assert.Equal(["1:1", "2:3", "5:2"], (await feed.Log.ReadAsync(0, Token).ToListAsync(Token)).Select(batch => $"{batch.First}:{batch.Entries.Count}"));
        Assert.Equal(["2:3", "5:2"], (await feed.Log.ReadAsync(3, Token).ToListAsync(Token)).Select(batch => $"{batch.First}:{batch.Entries.Count}"));
        Assert.Empty(await feed.Log.ReadAsync(6, Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(999)]
    [InlineData(1000)]
    public async Task A_reader_sees_every_entry_after_its_number_once_however_far_back_it_begins(int after)
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        await AppendAsync(feed, 1000, 7);

        var reading = TakeAsync(feed.Tail, after, 1050 - after);
        await AppendAsync(feed, 50, 3);

        Assert.Equal(Enumerable.Range(after + 1, 1050 - after).Select(seq => ((long)seq, $"{seq}")), await reading);
    }

    [Fact]
    public async Task A_reader_that_falls_behind_the_window_goes_on_from_the_store()
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        await AppendAsync(feed, 5, 5);
        await using var slow = feed.Tail.FollowAsync(0, Token).GetAsyncEnumerator(Token);
        var seen = new List<long>();

        // Between two entries that it takes, the writer goes more than a window ahead.
        for (var round = 0; round < 4; round++)
        {
            Assert.True(await slow.MoveNextAsync());
            seen.Add(slow.Current.Seq);
            await AppendAsync(feed, 300, 10);
        }

        while (seen.Count < 1205)
        {
            Assert.True(await slow.MoveNextAsync());
            seen.Add(slow.Current.Seq);
        }

        Assert.Equal(Enumerable.Range(1, 1205).Select(seq => (long)seq), seen);
    }

    [Fact]
    public async Task Readers_that_follow_while_it_is_written_all_see_the_same()
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);

        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAsync(feed.Tail, 0, 600))).ToList();
        await AppendAsync(feed, 600, 4);

        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal(Enumerable.Range(1, 600).Select(seq => ((long)seq, $"{seq}")), seen));
    }

    [Fact]
    public async Task A_reader_stops_when_it_is_told()
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var reading = TakeAsync(feed.Tail, 0, 1, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Of_two_writers_that_collide_one_wins_and_the_other_writes_nothing()
    {
        await using var store = new TestStore();
        using var one = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        using var two = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        var marker = store.Db.Document("markers/two");

        Assert.True(await one.Writer.AppendAsync(_ => ["one"], [], null, one.Writer.Foreign, Token));
        Assert.False(await two.Writer.AppendAsync(_ => ["two"], [], commit => commit.Create(marker, new Dictionary<string, object?>()), two.Writer.Foreign, Token));

        Assert.False((await marker.GetSnapshotAsync(Token)).Exists);
        Assert.Equal(0, two.Tail.Last);
        await two.Writer.CatchUpAsync(Token);
        Assert.True(await two.Writer.AppendAsync(first => [$"two is {first}"], ["note"], commit => commit.Create(marker, new Dictionary<string, object?>()), two.Writer.Foreign, Token));
        Assert.Equal([(1, "one"), (2, "two is 2")], await TakeAsync(two.Tail, 0, 2));
        Assert.Equal(["note"], (await two.Log.ReadAsync(1, Token).ToListAsync(Token)).Single().Notes);
    }

    [Fact]
    public async Task Eight_writers_at_once_leave_one_log_without_a_gap()
    {
        await using var store = new TestStore();
        var writers = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);

            for (var entry = 0; entry < 10; entry++)
            {
                while (!await feed.Writer.AppendAsync(_ => [$"{number}.{entry}"], [], null, feed.Writer.Foreign, Token))
                {
                    await feed.Writer.CatchUpAsync(Token);
                }
            }
        }));
        await Task.WhenAll(writers);

        using var reader = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        var seen = await TakeAsync(reader.Tail, 0, 80);

        Assert.Equal(80, reader.Tail.Last);
        Assert.Equal(80, seen.Select(entry => entry.Entry).Distinct().Count());

        for (var number = 0; number < 8; number++)
        {
            Assert.Equal(Enumerable.Range(0, 10).Select(entry => $"{number}.{entry}"), seen.Select(entry => entry.Entry).Where(entry => entry.StartsWith($"{number}.", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_commit_that_collides_with_itself_has_succeeded()
    {
        await using var store = new TestStore();
        using var db = store.LosingAnswers(out var loss);
        using var feed = await new LogFeeds(db, followOthers: false).OpenAsync(db.Collection(Path), Token);

        loss.Arm();

        Assert.True(await feed.Writer.AppendAsync(_ => ["a", "b"], [], null, feed.Writer.Foreign, Token));
        Assert.Equal(2, feed.Tail.Last);
        Assert.Equal([(1, "a"), (2, "b")], await TakeAsync(feed.Tail, 0, 2));
    }

    [Fact]
    public async Task Who_follows_others_sees_what_they_append_as_it_happens()
    {
        await using var store = new TestStore();
        using var one = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        using var two = await new LogFeeds(store.Db).OpenAsync(store.Db.Collection(Path), Token);
        var known = two.Writer.Foreign;
        var reading = TakeAsync(two.Tail, 0, 300);

        await AppendAsync(one, 300, 7);

        Assert.Equal(Enumerable.Range(1, 300).Select(seq => ((long)seq, $"{seq}")), await reading);
        Assert.False(await two.Writer.AppendAsync(_ => ["late"], [], null, known, Token));
        Assert.True(await two.Writer.AppendAsync(_ => ["301"], [], null, two.Writer.Foreign, Token));
    }

    [Fact]
    public async Task What_was_decided_before_other_appends_were_read_is_not_written()
    {
        await using var store = new TestStore();
        using var one = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        using var two = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        var known = two.Writer.Foreign;

        Assert.True(await two.Writer.AppendAsync(_ => ["own"], [], null, known, Token));
        Assert.Equal(known, two.Writer.Foreign);
        await one.Writer.CatchUpAsync(Token);
        Assert.True(await one.Writer.AppendAsync(_ => ["other"], [], null, one.Writer.Foreign, Token));
        await two.Writer.CatchUpAsync(Token);

        Assert.False(await two.Writer.AppendAsync(_ => ["late"], [], null, known, Token));
        Assert.True(await two.Writer.AppendAsync(_ => ["anew"], [], null, two.Writer.Foreign, Token));
        Assert.Equal([(1, "own"), (2, "other"), (3, "anew")], await TakeAsync(two.Tail, 0, 3));
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_writes_no_entry()
    {
        await using var store = new TestStore();
        using var feed = await new LogFeeds(store.Db, followOthers: false).OpenAsync(store.Db.Collection(Path), Token);
        await store.Db.Document("states/one").SetAsync(new Dictionary<string, object?> { ["a"] = 1 }, cancellationToken: Token);

        var written = await feed.Writer.AppendAsync(_ => ["a"], [], commit => commit.Create(store.Db.Document("states/one"), new Dictionary<string, object?>()), feed.Writer.Foreign, Token);

        Assert.False(written);
        Assert.Equal((0, 0), (feed.Tail.Last, await feed.Log.ReadTailAsync(Token)));
    }

    [Fact]
    public async Task All_users_of_a_log_in_a_process_share_its_tail_until_the_last_lets_go()
    {
        await using var store = new TestStore();
        var feeds = new LogFeeds(store.Db, followOthers: false);
        var one = await feeds.OpenAsync(store.Db.Collection(Path), Token);
        var two = await feeds.OpenAsync(store.Db.Collection(Path), Token);
        Assert.Same(one.Tail, two.Tail);

        one.Dispose();
        one.Dispose();
        var three = await feeds.OpenAsync(store.Db.Collection(Path), Token);
        Assert.Same(two.Tail, three.Tail);

        await two.Writer.AppendAsync(_ => ["a"], [], null, two.Writer.Foreign, Token);
        two.Dispose();
        three.Dispose();
        using var four = await feeds.OpenAsync(store.Db.Collection(Path), Token);
        Assert.NotSame(two.Tail, four.Tail);
        Assert.Equal(1, four.Tail.Last);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AppendAsync(LogFeed feed, int count, int size)
    {
        for (var left = count; left > 0; left -= size)
        {
            Assert.True(await feed.Writer.AppendAsync(first => [.. Enumerable.Range((int)first, Math.Min(size, left)).Select(seq => $"{seq}")], [], null, feed.Writer.Foreign, Token));
        }
    }

    private static async Task<List<(long Seq, string Entry)>> TakeAsync(LogTail tail, long after, int count, CancellationToken? cancellationToken = null) =>
        await tail.FollowAsync(after, cancellationToken ?? Token).Take(count).ToListAsync(cancellationToken ?? Token);
}
