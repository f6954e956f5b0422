using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Firestore;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using AgentPlatform.Testing.Telemetry;
using ExecutionService.Egress;
using ExecutionService.Egress.Proxying;
using ExecutionService.Secrets;
using ExecutionService.Tests.Tools.Web;
using ExecutionService.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExecutionService.Tests.Egress;

/// <summary>Whole runs of the real service that reach the test's internet.</summary>
public sealed class RunEgressTests
{
    private const string Value = "the value of the secret";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_fetches_and_notifies_and_the_secret_is_in_no_document_log_or_event()
    {
        var (log, notified) = (new MemoryLog(), new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync($"hello {context.Request.Headers.Authorization}");
        }).On("hooks.example.org", async context => notified.TrySetResult(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)));
        var model = new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.FetchUrl, new Dictionary<string, object?> { ["url"] = "https://api.example.com/", ["headers"] = new Dictionary<string, string> { ["Authorization"] = "Bearer ${API_KEY}" } }),
            ScriptedAnswer.ToolCall("2", ToolNames.Notify, new Dictionary<string, object?> { ["title"] = "Done", ["text"] = "All of it." }),
            ScriptedAnswer.Text("ok"));
        await using var app = await StartAsync(internet, model, log);
        await PutSecretAsync(app);
        var runtime = new AgentRuntime { AllowedDomains = ["*.example.com"], Secrets = ["API_KEY"], NotifyUrl = "https://hooks.example.org/x" };
        var draft = new AgentDefinition { Name = "Reporter", FinalAgentPrompt = "Report.", Tools = [ToolNames.FetchUrl, ToolNames.Notify], Runtime = runtime };

        using var started = await app.Client().PostAsJsonAsync("/api/executions", new { draft, input = "go" }, Cancelled);
        started.EnsureSuccessStatusCode();
        var id = (string)(await started.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["id"]!;
        await using var events = await SseReader.OpenAsync(app.Client(), $"/api/executions/{id}/events", null);
        var all = string.Join('\n', (await events.ReadToEndAsync()).Select(one => one.Data));
        var steps = await app.Client().GetStringAsync($"/api/executions/{id}/steps", Cancelled);

        Assert.Contains("hello Bearer ${API_KEY}", steps, StringComparison.Ordinal);
        Assert.Equal("All of it.", (string)JsonNode.Parse(await notified.Task.WaitAsync(ExecutionApp.Patience, Cancelled))!["text"]!);
        Assert.DoesNotContain(Value, all + steps + log.Text + await EverythingIn(app.Db, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runs_way_out_is_opened_once_has_its_users_secrets_and_is_closed_with_the_run()
    {
        var log = new MemoryLog();
        var seen = "";
        await using var internet = (await TestInternet.StartAsync()).On("api.example.com", context =>
        {
            seen = context.Request.Headers["X-Key"].ToString();
            return context.Response.WriteAsync(seen);
        });
        await using var app = await StartAsync(internet, new ScriptedChatClient(), log);
        await PutSecretAsync(app);
        var execution = FetchBench.Execution(new AgentRuntime { AllowedDomains = ["api.example.com"], Secrets = ["API_KEY", "ABSENT"] }, []);
        await using var egress = new RunEgress(app.Services.GetRequiredService<EgressSessions>(), execution);

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => egress.OpenAsync(Cancelled)));
        Assert.Single(opened.Distinct());
        var way = opened[0]!;
        Assert.Equal(["API_KEY"], way.Environment.Keys);
        using (var client = ProxyUnderTest.ClientOf(way))
        {
            client.DefaultRequestHeaders.Add("X-Key", way.Environment["API_KEY"]);
            Assert.Equal(way.Environment["API_KEY"], await client.GetStringAsync("https://api.example.com/", Cancelled));
        }

        await egress.DisposeAsync();
        Assert.Equal(Value, seen);
        Assert.False(File.Exists(way.SocketPath));
        Assert.Equal("api.example.com", Assert.Single(egress.Decisions).Host);
        Assert.NotNull(JsonNode.Parse(await app.Client().GetStringAsync("/api/secrets", Cancelled))!["items"]![0]!["lastUsedAt"]);
        Assert.DoesNotContain(Value, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_allowed_domains_there_is_no_way_out_and_a_missing_secret_is_told()
    {
        await using var internet = await TestInternet.StartAsync();
        await using var app = await StartAsync(internet, new ScriptedChatClient(), new MemoryLog());
        await PutSecretAsync(app);
        var execution = FetchBench.Execution(new AgentRuntime { Secrets = ["API_KEY", "ABSENT"] }, []);
        await using var egress = new RunEgress(app.Services.GetRequiredService<EgressSessions>(), execution);

        Assert.Null(await egress.OpenAsync(Cancelled));
        var missing = await app.Services.GetServices<IToolSource>().OfType<MissingSecrets>().Single().OpenAsync(new ToolContext(execution, null!, egress.OpenAsync), Cancelled);
        Assert.Equal(["ABSENT"], missing.Unavailable!.Keys);
        Assert.Contains("PUT /api/secrets/ABSENT", missing.Unavailable["ABSENT"], StringComparison.Ordinal);
    }

    private static Task<ServiceApp> StartAsync(TestInternet internet, ScriptedChatClient model, MemoryLog log) => ServiceApp.StartAsync(
        new ServiceAppOptions
        {
            Create = ExecutionServiceApp.Create,
            Settings = new() { ["Logging:LogLevel:Default"] = "Trace", ["Notifications:SweepSeconds"] = "1", ["Egress:SystemCertificatesPath"] = internet.CertificatesPath },
            Configure = builder =>
            {
                builder.UseModel(model);
                builder.Logging.AddProvider(log);
                builder.Services.AddSingleton(internet.Dialer());
            },
        },
        Cancelled);

    private static async Task PutSecretAsync(ServiceApp app)
    {
        using var put = await app.Client().PutAsJsonAsync("/api/secrets/API_KEY", new { value = Value, hosts = new[] { "api.example.com" } }, Cancelled);
        put.EnsureSuccessStatusCode();
    }

    private static async Task<string> EverythingIn(FirestoreDb db, string executionId)
    {
        var found = new List<DocumentSnapshot>();
        foreach (var collection in new[] { db.Collection("executions"), db.Collection("executions").Document(executionId).Collection("events"), db.Collection("secrets"), db.Collection("notifications") })
        {
            found.AddRange((await collection.GetSnapshotAsync(Cancelled)).Documents);
        }

        Assert.True(found.Count > 5);
        return string.Join('\n', found.Select(document => System.Text.Json.JsonSerializer.Serialize(document.ToDictionary().ToDictionary(field => field.Key, field => Show(field.Value)))));
    }

    private static string Show(object? value) => value switch
    {
        Google.Protobuf.ByteString bytes => bytes.ToStringUtf8(),
        List<object?> list => string.Join('\n', list.Select(Show)),
        Dictionary<string, object?> map => string.Join('\n', map.Values.Select(Show)),
        _ => value?.ToString() ?? "",
    };
}
