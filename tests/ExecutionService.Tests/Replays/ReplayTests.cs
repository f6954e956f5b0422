using System.Net.Http.Json;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using ExecutionService.Replays;

namespace ExecutionService.Tests.Replays;

public sealed class ReplayTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scenarios => [.. GoldenScenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_recorded_run_comes_out_the_same_and_so_does_another_one_in_which_the_same_happened(string name)
    {
        var scenario = GoldenScenario.All.Single(scenario => scenario.Name == name);
        var reports = new List<ReplayReport>();
        foreach (var minutes in new[] { 0, 3 })
        {
            await using var app = await scenario.StartAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(minutes));
            reports.Add(await ReplayAsync(app, (await scenario.RunAsync(app)).Id));
        }

        Assert.All(reports, report => Assert.True(report.Identical));
        Assert.Equal(reports[0].EventHash, reports[1].EventHash);
    }

    [Fact]
    public async Task A_journal_of_any_earlier_version_still_comes_out_the_same()
    {
        // What today's version writes is kept for those that come, once: AGENTPLATFORM_RECORD=name.
        if (Environment.GetEnvironmentVariable("AGENTPLATFORM_RECORD") is { Length: > 0 } name)
        {
            foreach (var scenario in GoldenScenario.All)
            {
                await using var app = await scenario.StartAsync();
                await GoldenJournal.RecordAsync($"{name}-{scenario.Name}", app.Service.Db, (await scenario.RunAsync(app)).Id, Cancelled);
            }
        }

        var journals = GoldenJournal.All().ToList();

        Assert.NotEmpty(journals);
        foreach (var journal in journals)
        {
            var replay = new JournalReplay(journal.Execution);
            journal.Batches.ForEach(replay.Apply);
            Assert.True(replay.Differences.Count == 0, $"{journal.Name}: {string.Join("; ", replay.Differences)}");
            Assert.Equal((journal.Name, journal.EventHash), (journal.Name, replay.EventHash));
        }
    }

    [Theory]
    [InlineData("probe__read done", "probe__read d0ne")]
    [InlineData("All is done.", "All is d0ne.")]
    [InlineData("\"output\":7,", "\"output\":8,")]
    [InlineData("{\\\"n\\\":1}", "{\\\"n\\\":2}")]
    public void A_journal_that_was_tampered_with_is_not_identical(string text, string other)
    {
        var journal = GoldenJournal.All().First();
        // One place only: an entry and its note say the same, and would agree in a lie.
        var changed = journal.Batches.ConvertAll(batch => batch with { Entries = [.. batch.Entries.Select(entry => entry.Replace(text, other, StringComparison.Ordinal))] });
        Assert.NotEqual(string.Concat(journal.Batches.SelectMany(batch => batch.Entries)), string.Concat(changed.SelectMany(batch => batch.Entries)));
        var replay = new JournalReplay(journal.Execution);

        changed.ForEach(replay.Apply);

        Assert.NotEmpty(replay.Differences);
    }

    [Fact]
    public void A_run_whose_agent_was_told_something_else_is_not_identical()
    {
        var journal = GoldenJournal.All().First();
        var replay = new JournalReplay(journal.Execution with { Input = "something else" });

        journal.Batches.ForEach(replay.Apply);

        Assert.Contains(replay.Differences, difference => difference.Contains("was told something else", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_users_run_is_unknown()
    {
        await using var app = await ExecutionApp.StartAsync();
        var run = await app.RunAsync();
        using var other = app.Service.Client("other");

        Assert.Equal("404 not-found", await Answers.ProblemAsync(other, HttpMethod.Get, $"/api/executions/{run.Id}/replay"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(other, HttpMethod.Get, "/api/executions/unknown/replay"));
    }

    private static async Task<ReplayReport> ReplayAsync(ExecutionApp app, string id) =>
        (await app.Http.GetFromJsonAsync<ReplayReport>($"/api/executions/{id}/replay", JsonDefaults.Strict, Cancelled))!;
}
