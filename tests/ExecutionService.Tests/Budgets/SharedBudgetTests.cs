using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Budgets;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tests.Budgets;

/// <summary>Budgets that several runs share.</summary>
public sealed class SharedBudgetTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The whole of what a call may take: the estimate of its prompt, and every token that it may answer.</summary>
    private static ScriptedAnswer WorstCase(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        ScriptedAnswer.Text("ok").WithUsage(TokenEstimator.OfPrompt(messages, options), options!.MaxOutputTokens!.Value);

    [Theory]
    [InlineData(40_000)]
    [InlineData(123_457)]
    public async Task A_hundred_runs_at_two_replicas_never_spend_a_token_more_than_their_agents_month(long limit)
    {
        await using var store = new MortalStore();
        long spent = 0;
        var others = new OtherServices().On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent", ExecutionApp.Draft(new AgentLimits { MaxTokensPerMonth = limit })));
        await using var first = await ExecutionApp.StartAsync(new ScriptedChatClient(Spend), others, store.Connect(), realTime: true, settings: ("Budget:HeldRetryMilliseconds", "10"));
        await using var second = await ExecutionApp.StartAsync(new ScriptedChatClient(Spend), others, store.Connect(), realTime: true, settings: ("Budget:HeldRetryMilliseconds", "10"));

        var runs = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n => await RunAsync(n % 2 == 0 ? first : second, n)));

        Assert.InRange(Interlocked.Read(ref spent), limit - 1000, limit);
        Assert.Equal(spent, runs.Sum(run => run.TokenUsage.Input + run.TokenUsage.Output));
        Assert.All(runs, run => Assert.Contains((run.Status, run.Error?.Code), new[] { (ExecutionStatus.Success, null), (ExecutionStatus.Failed, "budget-exceeded") }));
        Assert.Contains(runs, run => run.Status == ExecutionStatus.Success);
        var announced = first.Service.Published.All.Concat(second.Service.Published.All).OfType<AgentBudgetSpent>().ToList();
        Assert.NotEmpty(announced);
        Assert.All(announced, message => Assert.Equal(("agent", limit), (message.AgentId, message.LimitTokens)));

        ScriptedAnswer Spend(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
        {
            Interlocked.Add(ref spent, TokenEstimator.OfPrompt(messages, options) + options!.MaxOutputTokens!.Value);
            return WorstCase(messages, options);
        }
    }

    [Fact]
    public async Task All_runs_of_a_user_share_the_day_and_the_next_day_is_a_new_one()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient(WorstCase), settings: ("Budget:MaxTokensPerUserPerDay", "20000"));

        var ends = new List<Execution>();
        for (var n = 0; n < 4; n++)
        {
            ends.Add(await app.RunAsync());
        }

        Assert.Equal([(ExecutionStatus.Success, null), (ExecutionStatus.Success, null), (ExecutionStatus.Success, null), (ExecutionStatus.Failed, "budget-exceeded")], ends.Select(run => (run.Status, run.Error?.Code)));
        var day = (await app.Http.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day;
        Assert.Equal((20_000L, ends.Sum(run => run.TokenUsage.Input + run.TokenUsage.Output), 0L, new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), (day.Limit, day.Used, day.Reserved, day.ResetsAt));
        using var other = app.Service.Client("other");
        Assert.Equal(0, (await other.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day.Used);

        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ExecutionStatus.Success, (await app.RunAsync()).Status);
    }

    [Fact]
    public async Task All_users_together_stay_within_the_platforms_day_and_nobody_learns_of_others()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient(WorstCase), settings: ("Budget:MaxTokensPerDay", "20000"));
        var ends = new List<Execution>();
        for (var n = 0; n < 4; n++)
        {
            using var guest = app.Service.Client($"guest{n}");
            using var response = await guest.PostAsJsonAsync("/api/executions", new StartExecutionRequest { Draft = ExecutionApp.Draft() }, JsonDefaults.Strict, Cancelled);
            var id = (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, Cancelled))!.Id;
            await app.Service.Published.WaitForAsync<ExecutionEnded>(ended => ended.ExecutionId == id, Cancelled);
            ends.Add((await guest.GetFromJsonAsync<Execution>($"/api/executions/{id}", JsonDefaults.Strict, Cancelled))!);
        }

        Assert.Equal([null, null, null, "budget-exceeded"], ends.Select(run => run.Error?.Code));
        Assert.InRange(ends.Sum(run => run.TokenUsage.Input + run.TokenUsage.Output), 19_000, 20_000);
        Assert.Equal("The next model call could pass what the platform may spend in one day (UTC) for all its users.", ends[^1].Error!.Message);
    }

    [Fact]
    public void What_an_engine_holds_over_midnight_is_kept_and_given_back_by_day()
    {
        var (late, early) = (new BudgetHold(100, 60, "2026-11-30", "2026-11"), new BudgetHold(50, 20, "2026-12-01", "2026-12"));

        var both = late.Add(early, 1);

        Assert.Equal(150, both.AllTokens);
        Assert.Equal([late, early], both.ByDay());
        Assert.Equal([0, 50], both.Add(late, -1).ByDay().Select(hold => hold.Tokens));
        Assert.Equal([100, 0], both.Add(early, -1).ByDay().Select(hold => hold.Tokens));
        Assert.Equal([late, early with { Tokens = 100, InputTokens = 40 }], both.Add(early, 1).ByDay());
    }

    [Fact]
    public async Task What_is_held_for_a_call_whose_worker_died_counts_as_its_prompt_and_no_more()
    {
        await using var store = new MortalStore();
        var lifeline = new Lifeline();
        using var never = new SemaphoreSlim(0);
        var first = await ExecutionApp.StartAsync(new ScriptedChatClient((_, _) => ScriptedAnswer.Text("x").Behind(never)), db: store.Connect(lifeline));
        var run = await first.StartRunAsync();
        await first.Model.WaitForCallsAsync(1, Cancelled);
        lifeline.CutNow();
        await first.DisposeAsync();

        await using var second = await ExecutionApp.StartAsync(new ScriptedChatClient(WorstCase), db: store.Connect(), at: ExecutionApp.Start.AddSeconds(13));
        var ended = await second.EndOfAsync(run.Id);

        var day = (await second.Http.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day;
        Assert.Equal((ended.TokenUsage.Input + ended.TokenUsage.Output + ended.TokenUsage.Input, 0L), (day.Used, day.Reserved));
    }

    [Fact]
    public async Task A_call_that_failed_before_it_was_answered_costs_nothing_and_one_that_was_cut_off_what_it_had()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(
            ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Overloaded)),
            ScriptedAnswer.Fails(new ModelUnavailableException(ModelFailure.Cut), "half an answer"),
            ScriptedAnswer.Text("whole").WithUsage(100, 10)));

        var run = await app.RunAsync();

        Assert.Equal((ExecutionStatus.Success, 110), (run.Status, run.TokenUsage.Input + run.TokenUsage.Output));
        var used = (await app.Http.GetFromJsonAsync<BudgetReport>("/api/budget", JsonDefaults.Strict, Cancelled))!.Day.Used;
        var prompt = TokenEstimator.OfPrompt(app.Model.Received[1], new ChatOptions { Tools = [] });
        Assert.Equal(110 + prompt + TokenEstimator.OfText("half an answer"), used);
    }

    private static async Task<Execution> RunAsync(ExecutionApp app, int number)
    {
        using var response = await app.Http.PostAsJsonAsync("/api/executions", new StartExecutionRequest { AgentId = "agent", Input = $"{number:000}" }, JsonDefaults.Strict, Cancelled);
        return await app.EndOfAsync((await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, Cancelled))!.Id);
    }
}
