using AgentPlatform.Contracts.Messages;
using AgentPlatform.Testing.Http;
using MassTransit;

namespace AgentService.Tests.Agents;

public sealed class AgentBudgetSpentTests
{
    private const long Limit = 1000;

    [Fact]
    public async Task An_agent_whose_month_is_spent_is_switched_off_and_says_why()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await ActiveAgentAsync(app);

        await app.PublishAsync(new AgentBudgetSpent(id, "user", "2026-11", Limit));

        var announced = await app.Published.WaitForAsync<AgentScheduleChanged>(change => change is { Revision: 3 }, TestContext.Current.CancellationToken);
        Assert.Equal((id, "user", false, true), (announced.AgentId, announced.UserId, announced.Active, announced.Schedule is not null));
        var agent = await GetAsync(app, id);
        Assert.Equal(("inactive", "The agent's 1,000 tokens of 2026-11 are spent (budget-exceeded). Activate it again when the next month has begun, or after raising limits.maxTokensPerMonth."), (agent["status"], agent["statusReason"]));
        Assert.Equal("1", agent["version"]);
    }

    [Fact]
    public async Task Activating_the_agent_again_takes_the_reason_away()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await ActiveAgentAsync(app);
        await SpendAsync(app, id);

        var again = (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);

        Assert.Equal("active", again["status"]);
        Assert.False(again.Json.AsObject().ContainsKey("statusReason"));
    }

    [Fact]
    public async Task The_same_message_again_changes_nothing()
    {
        await using var app = await AgentApp.StartAsync();
        var id = await ActiveAgentAsync(app);
        await SpendAsync(app, id);
        var before = (await GetAsync(app, id)).Text;

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await DealtWithAsync(app, new AgentBudgetSpent(id, "user", "2026-11", Limit));

        Assert.Equal(before, (await GetAsync(app, id)).Text);
    }

    [Theory]
    [InlineData("2026-10", Limit)]
    [InlineData("2026-12", Limit)]
    [InlineData("2026-11", Limit - 1)]
    public async Task News_of_another_month_or_of_a_limit_that_was_raised_is_ignored(string month, long limit)
    {
        await using var app = await AgentApp.StartAsync();
        var id = await ActiveAgentAsync(app);

        await DealtWithAsync(app, new AgentBudgetSpent(id, "user", month, limit));

        Assert.Equal("active", (await GetAsync(app, id))["status"]);
    }

    [Fact]
    public async Task Only_an_active_agent_of_that_user_is_switched_off()
    {
        await using var app = await AgentApp.StartAsync();
        var draft = await app.CreateAsync(new { name = "a", limits = new { maxTokensPerMonth = Limit } });
        var others = await ActiveAgentAsync(app);

        await DealtWithAsync(app, new AgentBudgetSpent(draft, "user", "2026-11", Limit));
        await DealtWithAsync(app, new AgentBudgetSpent(others, "somebody-else", "2026-11", Limit));
        await DealtWithAsync(app, new AgentBudgetSpent("unknown", "user", "2026-11", Limit));

        Assert.Equal("draft", (await GetAsync(app, draft))["status"]);
        Assert.Equal("active", (await GetAsync(app, others))["status"]);
    }

    private static async Task<string> ActiveAgentAsync(AgentApp app)
    {
        var id = await app.CreateAsync(new { name = "a", finalAgentPrompt = "p", schedule = new { cron = "0 8 * * *" }, limits = new { maxTokensPerMonth = Limit } });
        (await app.AskAsync("POST", $"/api/agents/{id}/activate")).Is(200);
        return id;
    }

    private static Task<HttpAnswer> GetAsync(AgentApp app, string id) => app.AskAsync("GET", $"/api/agents/{id}");

    private static Task SpendAsync(AgentApp app, string id) => DealtWithAsync(app, new AgentBudgetSpent(id, "user", "2026-11", Limit));

    /// <summary>Sends news and waits until the consumer has dealt with it.</summary>
    private static async Task DealtWithAsync(AgentApp app, AgentBudgetSpent news)
    {
        var consumed = new Consumed();
        using var connection = app.Service.Bus.ConnectConsumeMessageObserver(consumed);
        await app.PublishAsync(news);
        await consumed.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Consumed : IConsumeMessageObserver<AgentBudgetSpent>
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Completion => _completion.Task;

        public Task PreConsume(ConsumeContext<AgentBudgetSpent> context) => Task.CompletedTask;

        public Task PostConsume(ConsumeContext<AgentBudgetSpent> context)
        {
            _completion.TrySetResult();
            return Task.CompletedTask;
        }

        public Task ConsumeFault(ConsumeContext<AgentBudgetSpent> context, Exception exception)
        {
            _completion.TrySetException(exception);
            return Task.CompletedTask;
        }
    }
}
