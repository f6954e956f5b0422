using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Firestore;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ChatService.Conversations;
using ChatService.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ChatService.Tests;

/// <summary>The real service with a scripted model.</summary>
internal sealed class ChatApp : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ChatApp(ServiceApp service, ScriptedChatClient model) => (Service, Model) = (service, model);

    public ServiceApp Service { get; }

    public ScriptedChatClient Model { get; }

    public HttpClient Http => Service.Client();

    public LiveConversations Conversations => Service.Services.GetRequiredService<LiveConversations>();

    public TurnSweeper Sweeper => Service.Services.GetServices<IHostedService>().OfType<TurnSweeper>().Single();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ChatApp> StartAsync(
        ScriptedChatClient? model = null, OtherServices? others = null, FirestoreDb? db = null, FakeTimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var scripted = model ?? new ScriptedChatClient((messages, _) => ScriptedAnswer.Text("Answer to ", messages[^1].Text, "."));
        var all = new Dictionary<string, string?> { ["Chat:DeltaIntervalMilliseconds"] = "1", ["Chat:FirstDeltaMilliseconds"] = "0", ["Chat:ModelRetryDelaySeconds"] = "0", ["Chat:OutageGraceSeconds"] = "0", ["Logs:FollowOthers"] = "false" };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var service = await ServiceApp.StartAsync(
            new ServiceAppOptions { Create = ChatServiceApp.Create, Clock = clock, Db = db, Others = others ?? new OtherServices(), Settings = all, Configure = builder => builder.UseModel(scripted) },
            Cancelled);
        return new ChatApp(service, scripted);
    }

    /// <summary>Makes a conversation.</summary>
    public async Task<string> CreateAsync(object? body = null)
    {
        using var response = await Http.PostAsJsonAsync("/api/conversations", body ?? new { }, Cancelled);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!["id"]!;
    }

    /// <summary>Opens a socket and reads its <c>ready</c>.</summary>
    public async Task<ChatSocket> ConnectAsync(string conversation, long? after = null, string locale = "en")
    {
        var client = Service.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = $"Bearer {Service.Token(locale: locale)}";
        var socket = new ChatSocket(await client.ConnectAsync(new Uri($"ws://localhost/workspace?conversation={conversation}{(after is null ? "" : $"&after={after}")}"), Cancelled));
        await socket.ReadReadyAsync();
        return socket;
    }

    /// <summary>The messages as HTTP shows them.</summary>
    public async Task<IReadOnlyList<JsonNode>> MessagesAsync(string conversation)
    {
        var page = JsonNode.Parse(await Http.GetStringAsync($"/api/conversations/{conversation}/messages?limit=100", Cancelled))!;
        return [.. page["items"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Waits until the model has been asked that often.</summary>
    public Task AskedAsync(int calls) => Model.WaitForCallsAsync(calls, Cancelled);

    /// <summary>Waits for a state that nothing announces.</summary>
    public static async Task PollAsync(Func<bool> reached, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited {Patience.TotalSeconds:0} s for {what}.");
            await Task.Delay(10, Cancelled);
        }
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
