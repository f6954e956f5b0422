using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Journeys;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.StandInMessages;

namespace AgentPlatform.EndToEnd.Tests.Telemetry;

[Collection(AloneCollection.Name)]
public sealed class DashboardTests
{
    private static readonly string[] Services = ["agentservice", "chatservice", "executionservice", "gateway", "schedulerservice"];

    /// <summary>What a click on "test run" sets off, as service and span: proxy, service, store, another service, agent, model, tool, bus, consumers in three services.</summary>
    private static readonly (string Service, string Span)[] Expected =
    [
        ("gateway", "GET /workspace"),
        ("chatservice", "GET /workspace"),
        ("chatservice", "workspace action"),
        ("chatservice", "Commit"),
        ("executionservice", "POST /api/executions"),
        ("executionservice", "invoke_agent"),
        ("executionservice", "chat claude"),
        ("executionservice", "execute_tool clock"),
        ("executionservice", "Commit"),
        ("executionservice", "outbox publish"),
        ("executionservice", "AgentPlatform.Contracts.Messages:ExecutionEnded send"),
        ("agentservice", "agentservice-execution-ended process"),
        ("chatservice", "chatservice-run-ended process"),
        ("schedulerservice", "schedulerservice-execution-ended process"),
    ];

    [Fact]
    public async Task The_aspire_dashboard_is_told_everything_and_one_trace_goes_from_the_page_to_the_model_and_over_the_bus()
    {
        Assert.SkipUnless(ChildProcess.IsInstalled("npm"), "npm, which installs the dashboard, is not on this machine");
        await using var provider = await StandInMessagesServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var platform = await AppHostProcess.StartAsync(provider.Url, emulator: false, dashboard: true);
        // The first start installs it, and what the services say meanwhile may be lost.
        await platform.DashboardAsync();
        await platform.StopAsync();
        await platform.BeginAsync();
        using var dashboard = new DashboardClient(await platform.DashboardAsync());
        using var client = await PlatformClient.SignInAsync(platform);
        await using var journey = new Journey(client, JourneyWords.In("ko"));
        await journey.DescribeAsync();
        await journey.UseCardAsync();

        // The span of a socket ends with it.
        await journey.DisposeAsync();
        var trace = await Patience.PollAsync("the whole trace", () => dashboard.TraceOfAsync("invoke_agent ", "executionservice"), trace => Expected.All(trace.Has));

        Assert.Single(trace.Spans.Select(span => span.TraceId).Distinct());
        var agent = trace.Find("executionservice", "invoke_agent");
        var call = trace.Find("executionservice", "chat claude");
        var tool = trace.Find("executionservice", "execute_tool clock");
        Assert.Equal(agent.Id, tool.ParentId);
        Assert.All((DashboardSpan[])[agent, call, tool], span => Assert.NotEmpty(span["gen_ai.conversation.id"]!));
        Assert.Equal(("invoke_agent", "chat", "execute_tool"), (agent["gen_ai.operation.name"], call["gen_ai.operation.name"], tool["gen_ai.operation.name"]));
        Assert.Equal(("anthropic", agent["gen_ai.agent.name"]), (call["gen_ai.provider.name"], call["gen_ai.agent.name"]));
        Assert.True(long.Parse(call["gen_ai.usage.output_tokens"]!, System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.DoesNotContain(trace.Spans.SelectMany(span => span.Attributes.Keys), name => name is "gen_ai.input.messages" or "gen_ai.output.messages" or "gen_ai.system_instructions" or "gen_ai.tool.call.arguments" or "gen_ai.tool.call.result");

        await Patience.PollAsync("traces, logs and metrics of all", dashboard.ResourcesAsync, told => Services.All(service => Has(told, service, "hasTraces") && Has(told, service, "hasLogs") && Has(told, service, "hasMetrics")));
        Assert.Contains("Now listening on", await dashboard.GetTextAsync("logs"), StringComparison.Ordinal);
        await platform.StopAsync();
    }

    private static bool Has(IReadOnlyList<JsonNode> told, string service, string what) => told.Any(resource => resource.Text("name") == service && (bool)resource[what]!);
}
