using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.AgentLoop;
using ExecutionService.ClaudeCode.Relay;
using ExecutionService.Mcp.Transports;
using ExecutionService.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests;

/// <summary>The real service with a scripted model and a clock that stands still until the test moves it.</summary>
internal sealed class ExecutionApp : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    private readonly string _workspaces;
    private readonly bool _ownsWorkspaces;

    private ExecutionApp(ServiceApp service, FakeTimeProvider clock, ScriptedChatClient model, string workspaces, bool ownsWorkspaces) =>
        (Service, Clock, Model, _workspaces, _ownsWorkspaces) = (service, clock, model, workspaces, ownsWorkspaces);

    public ServiceApp Service { get; }

    public FakeTimeProvider Clock { get; }

    public ScriptedChatClient Model { get; }

    public HttpClient Http => Service.Client();

    public AgentRunner Runner => Service.Services.GetRequiredService<AgentRunner>();

    public ExecutionSweeper Sweeper => Service.Services.GetServices<IHostedService>().OfType<ExecutionSweeper>().Single();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ExecutionApp> StartAsync(
        ScriptedChatClient? model = null, OtherServices? others = null, FirestoreDb? db = null, DateTimeOffset? at = null, string? workspaces = null, bool realTime = false, ProbeTools? probe = null, Action<WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        var scripted = model ?? new ScriptedChatClient((_, _) => ScriptedAnswer.Text("done").WithUsage(10, 5));
        var clock = new FakeTimeProvider(at ?? Start);
        var folder = workspaces ?? Directory.CreateTempSubdirectory("workspaces-").FullName;
        var all = new Dictionary<string, string?>
        {
            ["Execution:ModelRetryDelaySeconds"] = "0",
            ["Execution:WorkspaceRoot"] = folder,
            ["Logs:FollowOthers"] = "false",
            ["Execution:OutageGraceSeconds"] = "0",
            // A test that runs code asks for the real one: trying it takes longer than most tests.
            ["Sandbox:Kind"] = "none",
            ["Llm:Prices:simulated:Input"] = "3",
            ["Llm:Prices:simulated:Output"] = "15",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var service = await ServiceApp.StartAsync(
            new ServiceAppOptions { Create = ExecutionServiceApp.Create, Clock = realTime ? null : clock, Db = db, Others = others ?? new OtherServices(), Settings = all, RealClients = [ModelRelay.ClientName], Configure = builder => Configure(builder, scripted, probe, configure) },
            Cancelled);
        return new ExecutionApp(service, clock, scripted, folder, workspaces is null);
    }

    private static void Configure(WebApplicationBuilder builder, ScriptedChatClient model, ProbeTools? probe, Action<WebApplicationBuilder>? configure)
    {
        builder.UseModel(model);
        if (probe is not null)
        {
            builder.Services.AddSingleton<IToolSource>(probe);
            // The probe's tools are named like those of a server, which is nowhere.
            builder.Services.AddSingleton(new McpNetwork((_, _) => Task.FromResult(Array.Empty<IPAddress>())));
        }

        configure?.Invoke(builder);
    }

    public static AgentDefinition Draft(AgentLimits? limits = null, params IReadOnlyList<string> tools) =>
        new() { Name = "Reporter", FinalAgentPrompt = "Write the report.", Tools = tools, Limits = limits ?? new AgentLimits(), Runtime = RuntimeFor(tools) };

    /// <summary>Tools that reach out must be told where to.</summary>
    private static AgentRuntime RuntimeFor(IReadOnlyList<string> tools) => new()
    {
        AllowedDomains = tools.Contains(ToolNames.FetchUrl) ? ["example.com"] : [],
        NotifyUrl = tools.Contains(ToolNames.Notify) ? "https://example.com/notify" : null,
    };

    public static Agent Agent(string id, AgentDefinition? definition = null)
    {
        var given = definition ?? Draft();
        return new Agent
        {
            Id = id,
            Name = given.Name,
            Description = given.Description,
            FinalAgentPrompt = given.FinalAgentPrompt,
            Tools = given.Tools,
            Schedule = null,
            Limits = given.Limits,
            Runtime = given.Runtime,
            Status = AgentStatus.Active,
            Version = 7,
            TotalTokenUsage = new TokenTotals(0, 0),
            TotalCost = Cost.Zero,
            CreatedAt = Start,
            UpdatedAt = Start,
        };
    }

    /// <summary>Starts a test run of a draft.</summary>
    public async Task<Execution> StartRunAsync(AgentDefinition? draft = null, string? input = null)
    {
        using var response = await Http.PostAsJsonAsync("/api/executions", new StartExecutionRequest { Draft = draft ?? Draft(), Input = input }, JsonDefaults.Strict, Cancelled);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, Cancelled))!;
    }

    /// <summary>Runs a draft to its end.</summary>
    public async Task<Execution> RunAsync(AgentDefinition? draft = null, string? input = null) => await EndOfAsync((await StartRunAsync(draft, input)).Id);

    /// <summary>The execution once it has ended: its events are followed up to the last.</summary>
    public async Task<Execution> EndOfAsync(string id)
    {
        await ReadEventsAsync(id);
        return await GetAsync(id);
    }

    /// <summary>The announcement of a run's end, which comes after the last of its events.</summary>
    public Task<ExecutionEnded> EndedAsync(string id) => Service.Published.WaitForAsync<ExecutionEnded>(message => message.ExecutionId == id, Cancelled);

    /// <summary>Waits until a message has been carried out, and not only sent.</summary>
    public Task CarriedOutAsync<T>(Func<T, bool> fits) => Service.Consumed.WaitForAsync(fits, Cancelled);

    public async Task<Execution> GetAsync(string id) => (await Http.GetFromJsonAsync<Execution>($"/api/executions/{id}", JsonDefaults.Strict, Cancelled))!;

    public async Task<IReadOnlyList<ExecutionStep>> StepsAsync(string id) =>
        (await Http.GetFromJsonAsync<Page<ExecutionStep>>($"/api/executions/{id}/steps", JsonDefaults.Strict, Cancelled))!.Items;

    /// <summary>The events from a point to the end of the run.</summary>
    public async Task<IReadOnlyList<SseEvent>> ReadEventsAsync(string id, long? after = null, string? lastEventId = null)
    {
        await using var events = await OpenEventsAsync(id, after, lastEventId);
        return await events.ReadToEndAsync();
    }

    public Task<SseReader> OpenEventsAsync(string id, long? after = null, string? lastEventId = null) =>
        SseReader.OpenAsync(Http, $"/api/executions/{id}/events{(after is null ? "" : $"?after={after}")}", lastEventId);

    /// <summary>The folder of a draft's run.</summary>
    public string WorkspaceOf(string executionId) => Path.Combine(_workspaces, "user", $"test-{executionId}");

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (_ownsWorkspaces)
        {
            Directory.Delete(_workspaces, recursive: true);
        }
    }
}
