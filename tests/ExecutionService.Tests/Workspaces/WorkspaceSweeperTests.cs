using System.Net.Http.Json;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Executions;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Artifacts;
using ExecutionService.Workspaces.Leaving;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Workspaces;

public sealed class WorkspaceSweeperTests
{
    private static readonly ScriptedAnswer Write = ScriptedAnswer.ToolCall("1", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = "a", ["content"] = "1" });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_workspace_of_a_draft_goes_after_seven_days_and_not_before()
    {
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(Write, ScriptedAnswer.Text("ok")));
        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.WriteFile));
        var folder = app.WorkspaceOf(run.Id);

        await SweepAsync(app, TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.True(File.Exists(Path.Combine(folder, "a")));
        await SweepAsync(app, TimeSpan.FromDays(7));

        Assert.False(Directory.Exists(folder));
        Assert.Empty(app.Service.Services.GetRequiredService<LeavingWorkspaces>().All());
    }

    [Fact]
    public async Task The_workspace_of_a_draft_whose_run_is_still_open_stays()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(Write, ScriptedAnswer.Text("ok").Behind(gate)));
        var run = await app.StartRunAsync(ExecutionApp.Draft(null, ToolNames.WriteFile));
        await app.Model.WaitForCallsAsync(2, Cancelled);

        await SweepAsync(app, TimeSpan.FromDays(8));
        Assert.True(Directory.Exists(app.WorkspaceOf(run.Id)));
        gate.Release(10);
        await app.EndOfAsync(run.Id);
        await SweepAsync(app, TimeSpan.FromDays(8));

        Assert.False(Directory.Exists(app.WorkspaceOf(run.Id)));
    }

    [Fact]
    public async Task The_workspace_of_a_draft_that_a_sandbox_made_goes_too()
    {
        await using var app = await ExecutionApp.StartAsync();
        var run = await app.RunAsync();
        Directory.CreateDirectory(app.WorkspaceOf(run.Id));
        var state = await app.Service.Services.GetRequiredService<ExecutionStore>().LoadAsync(run.Id, Cancelled);

        await app.Service.Services.GetRequiredService<ArtifactKeeper>().KeepAsync(state!, Cancelled);
        await SweepAsync(app, TimeSpan.FromDays(7));

        Assert.False(Directory.Exists(app.WorkspaceOf(run.Id)));
    }

    [Fact]
    public async Task The_workspace_of_a_deleted_agent_goes_once_its_runs_have_ended_and_others_stay()
    {
        using var gate = new SemaphoreSlim(0);
        var agents = new OtherServices().On(HttpMethod.Get, "/api/agents/agent", ExecutionApp.Agent("agent", ExecutionApp.Draft(null, ToolNames.WriteFile)));
        await using var app = await ExecutionApp.StartAsync(new ScriptedChatClient().Enqueue(Write, ScriptedAnswer.Text("ok").Behind(gate)), agents);
        var store = app.Service.Services.GetRequiredService<WorkspaceStore>();
        store.Of("user", "other").Write("b", "2"u8);
        store.Of("stranger", "agent").Write("c", "3"u8);
        using var response = await app.Http.PostAsJsonAsync("/api/executions", new { agentId = "agent" }, Cancelled);
        var id = (await response.Content.ReadFromJsonAsync<Execution>(JsonDefaults.Strict, Cancelled))!.Id;
        await app.Model.WaitForCallsAsync(2, Cancelled);

        await Sweeper(app).DismissAsync("user", "agent", Cancelled);
        Assert.True(File.Exists(Path.Combine(store.Of("user", "agent").Folder, "a")));
        gate.Release(10);
        await app.EndOfAsync(id);
        await SweepAsync(app, TimeSpan.Zero);

        Assert.False(Directory.Exists(store.Of("user", "agent").Folder));
        Assert.True(Directory.Exists(store.Of("user", "other").Folder));
        Assert.True(Directory.Exists(store.Of("stranger", "agent").Folder));
        Assert.Equal(ExecutionStatus.Success, (await app.GetAsync(id)).Status);
    }

    [Fact]
    public async Task A_run_of_a_deleted_agent_that_is_tried_again_leaves_nothing_either()
    {
        await using var app = await ExecutionApp.StartAsync();
        var workspace = app.Service.Services.GetRequiredService<WorkspaceStore>().Of("user", "agent");
        await Sweeper(app).DismissAsync("user", "agent", Cancelled);
        workspace.Write("again", "1"u8);

        await SweepAsync(app, TimeSpan.FromDays(1));
        Assert.False(Directory.Exists(workspace.Folder));
        await SweepAsync(app, TimeSpan.FromDays(7));

        Assert.Empty(app.Service.Services.GetRequiredService<LeavingWorkspaces>().All());
    }

    [Fact]
    public async Task The_message_that_an_agent_was_deleted_removes_its_workspace()
    {
        await using var app = await ExecutionApp.StartAsync();
        var workspace = app.Service.Services.GetRequiredService<WorkspaceStore>().Of("user", "agent");
        workspace.Write("a", "1"u8);

        await app.Service.Bus.Publish(new AgentDeleted("agent", "user", 2), Cancelled);

        using var patience = new CancellationTokenSource(ExecutionApp.Patience);
        while (Directory.Exists(workspace.Folder))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task What_was_removed_or_half_removed_by_a_process_that_died_is_taken_off_the_disk()
    {
        await using var app = await ExecutionApp.StartAsync();
        var grave = Path.Combine(app.WorkspaceOf("x"), "..", "..", ".trash", "grave");
        Directory.CreateDirectory(Path.Combine(grave, "deep", "er"));
        File.WriteAllText(Path.Combine(grave, "deep", "er", "a"), "1");

        await SweepAsync(app, TimeSpan.Zero);

        Assert.False(Directory.Exists(grave));
    }

    private static WorkspaceSweeper Sweeper(ExecutionApp app) => app.Service.Services.GetRequiredService<WorkspaceSweeper>();

    private static Task SweepAsync(ExecutionApp app, TimeSpan later) => Sweeper(app).RunOnceAsync(ExecutionApp.Start + later, Cancelled);
}
