using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;
using AgentPlatform.Testing.Services;
using AgentPlatform.Testing.Telemetry;
using ExecutionService.Egress.Proxying;
using ExecutionService.Notifications;
using ExecutionService.Secrets;
using ExecutionService.Tests.Egress;
using ExecutionService.Tests.Tools.Web;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Notifications;

public sealed class NotificationTests : IAsyncDisposable
{
    private const string Url = "https://hooks.example.com/services/T00/receivers-own-key";

    private readonly MortalStore _store = new();
    private readonly FakeTimeProvider _clock = new(ExecutionApp.Start);
    private readonly MemoryLog _log = new();
    private readonly ConcurrentQueue<(string Body, string Signature, string Delivery)> _received = new();
    private readonly ConcurrentQueue<int> _answers = new();
    private readonly FirestoreDb _db;
    private TestInternet? _internet;

    public NotificationTests() => _db = _store.Connect();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _db.Dispose();
        await _store.DisposeAsync();
        await (_internet?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_call_stores_one_notification_however_often_it_is_repeated_and_the_relay_sends_it_signed()
    {
        var relay = await RelayAsync();
        await Vault().PutAsync("user", NotificationSender.SigningKeyName, "the user's own key", ["hooks.example.com"], Cancelled);

        Assert.Equal(("The notification is on its way.", false), await NotifyAsync(step: 3));
        Assert.Equal(("The notification is on its way.", false), await NotifyAsync(step: 3));
        Assert.Empty(_received);
        Assert.Equal(1, await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled));
        Assert.Equal(0, await relay.RunOnceAsync(_clock.GetUtcNow().AddDays(1), Cancelled));

        var (body, signature, delivery) = Assert.Single(_received);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"agentId":"agent","executionId":"run","title":"제목","text":"내용","at":"2026-11-22T05:00:00Z"}"""), JsonNode.Parse(body)), body);
        var time = _clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData("the user's own key"u8, Encoding.UTF8.GetBytes($"{time}.{body}")))}", signature);
        Assert.Equal("run-3", delivery);
        Assert.Contains("run-3 of execution run was sent to hooks.example.com", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("receivers-own-key", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_of_the_users_the_platform_makes_one_and_keeps_it()
    {
        var relay = await RelayAsync();
        await NotifyAsync(step: 1);
        await NotifyAsync(step: 2);

        await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled);

        var key = await Vault().FindAsync("user", NotificationSender.SigningKeyName, Cancelled);
        Assert.Equal(2, _received.Count);
        Assert.All(_received, received => Assert.Equal(NotificationSender.Sign(key!.Value, _clock.GetUtcNow(), received.Body), received.Signature));
        Assert.Empty(key!.Hosts);
        Assert.DoesNotContain(key.Value, _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hiccup_is_bridged_at_once_and_an_outage_later()
    {
        var relay = await RelayAsync(options => options.Retries = 1);
        foreach (var answer in new[] { 503, 500, 503, 500, 502, 204 })
        {
            _answers.Enqueue(answer);
        }

        await NotifyAsync(step: 1);

        Assert.Equal(1, await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled));
        Assert.Equal(2, _received.Count);
        Assert.Equal(0, await relay.RunOnceAsync(_clock.GetUtcNow() + TimeSpan.FromSeconds(59), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled));
        Assert.Equal(0, await relay.RunOnceAsync(_clock.GetUtcNow() + TimeSpan.FromSeconds(119), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(1, await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled));

        Assert.Equal(6, _received.Count);
        Assert.Single(_received.Select(received => received.Body).Distinct());
        Assert.Equal("sent", (await StoredAsync("run-1")).GetValue<string>("status"));
    }

    [Fact]
    public async Task After_so_many_attempts_a_notification_has_failed_and_the_log_says_so()
    {
        var relay = await RelayAsync(options => (options.MaxAttempts, options.Retries) = (3, 1));
        for (var n = 0; n < 10; n++)
        {
            _answers.Enqueue(410);
        }

        await NotifyAsync(step: 1);
        for (var n = 0; n < 5; n++)
        {
            await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(6, _received.Count);
        var stored = await StoredAsync("run-1");
        Assert.Equal(("failed", 3, "The receiver answered 410."), (stored.GetValue<string>("status"), stored.GetValue<int>("attempts"), stored.GetValue<string>("error")));
        Assert.Contains("Warning: Notification run-1 of execution run to hooks.example.com has failed after 3 attempts: The receiver answered 410.", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_replicas_one_sends()
    {
        var relays = new[] { await RelayAsync(), await RelayAsync(), await RelayAsync() };
        for (var step = 0; step < 20; step++)
        {
            await NotifyAsync(step);
        }

        await Task.WhenAll(relays.Select(relay => relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled)));

        Assert.Equal(Enumerable.Range(0, 20).Select(step => $"run-{step}").Order(StringComparer.Ordinal), _received.Select(received => received.Delivery).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_replica_that_died_held_is_sent_by_another_once_its_time_is_over()
    {
        var relay = await RelayAsync();
        await NotifyAsync(step: 1);
        var store = new NotificationStore(_db, Options.Create(new NotificationOptions()));
        var held = Assert.Single(await store.ListDueAsync(_clock.GetUtcNow(), 10, Cancelled));
        Assert.NotNull(await store.TryClaimAsync(held, _clock.GetUtcNow() + TimeSpan.FromSeconds(300), Cancelled));

        Assert.Equal(0, await relay.RunOnceAsync(_clock.GetUtcNow() + TimeSpan.FromSeconds(299), Cancelled));
        Assert.Null(await store.TryClaimAsync(held, _clock.GetUtcNow(), Cancelled));
        _clock.Advance(TimeSpan.FromSeconds(300));

        Assert.Equal(1, await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled));
        Assert.Single(_received);
    }

    [Fact]
    public async Task A_receiver_in_a_private_network_gets_nothing()
    {
        var relay = await RelayAsync(options => options.MaxAttempts = 1);
        _internet!.Name("hooks.example.com", "10.0.0.7");
        await NotifyAsync(step: 1);

        await relay.RunOnceAsync(_clock.GetUtcNow(), Cancelled);

        Assert.Empty(_received);
        Assert.Empty(_internet.Dialled);
        Assert.Equal("hooks.example.com has no address on the public internet.", (await StoredAsync("run-1")).GetValue<string>("error"));
    }

    [Theory]
    [InlineData("", "text")]
    [InlineData("two\nlines", "text")]
    [InlineData(null, "text")]
    public async Task Nonsense_is_not_stored(string? title, string text)
    {
        await RelayAsync();

        Assert.True((await NotifyAsync(1, title, text)).Failed);
        Assert.Empty((await _db.Collection("notifications").GetSnapshotAsync(Cancelled)).Documents);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://hooks.example.com:8443/")]
    [InlineData("https://user@hooks.example.com/")]
    [InlineData("https://")]
    public async Task Without_a_place_to_send_to_the_tool_is_absent_and_says_why(string? url)
    {
        var set = await OpenAsync(url);

        Assert.Empty(set.Tools);
        Assert.Contains("notifyUrl", set.Unavailable![ToolNames.Notify], StringComparison.Ordinal);
    }

    private async Task<(string Output, bool Failed)> NotifyAsync(int step, string? title = "제목", string text = "내용")
    {
        await using var tools = new AgentTools("run", [await OpenAsync(Url)], 65_536);
        Assert.Equal(ToolEffect.Idempotent, tools.EffectOf(ToolNames.Notify));
        return await tools.InvokeAsync(new FunctionCallContent("1", ToolNames.Notify, new Dictionary<string, object?> { ["title"] = title, ["text"] = text }), step, Cancelled);
    }

    private async Task<ToolSet> OpenAsync(string? url) =>
        await new NotifyTool(new NotificationStore(_db, Options.Create(new NotificationOptions())), _clock)
            .OpenAsync(new ToolContext(FetchBench.Execution(new AgentRuntime { NotifyUrl = url }, [ToolNames.Notify]), null!, _ => throw new InvalidOperationException()), Cancelled);

    private async Task<NotificationRelay> RelayAsync(Action<NotificationOptions>? configure = null)
    {
        _internet ??= (await TestInternet.StartAsync()).On("hooks.example.com", async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            _received.Enqueue((body, context.Request.Headers[NotificationSender.SignatureHeader].ToString(), context.Request.Headers[NotificationSender.DeliveryHeader].ToString()));
            context.Response.StatusCode = _answers.TryDequeue(out var status) ? status : 200;
        });
        var options = new NotificationOptions { RetryDelaySeconds = 0 };
        configure?.Invoke(options);
        var sender = new NotificationSender(new EgressHttp(_internet.Dialer(_clock)), Vault(), _clock, Options.Create(options));
        var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        return new NotificationRelay(new NotificationStore(_db, Options.Create(options)), sender, _clock, Options.Create(options), logs.CreateLogger<NotificationRelay>());
    }

    private SecretVault Vault()
    {
        var options = Options.Create(new SecretOptions());
        return new SecretVault(new SecretStore(_db), new SecretKeyRing(_db, _clock, options), _clock, options, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<SecretVault>());
    }

    private Task<DocumentSnapshot> StoredAsync(string id) => _db.Collection("notifications").Document(id).GetSnapshotAsync(Cancelled);
}
