using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using ExecutionService.Executions;
using ExecutionService.Workspaces.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Workspaces;

public sealed class ArtifactRouteTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_artifacts_of_a_run_are_listed_by_pages_and_downloaded()
    {
        await using var app = await ExecutionApp.StartAsync(Writes(("out/b.md", "# b"), ("out/folder/c d.html", "<p>"), ("out/a.png", "png"), ("x", "no")));
        var path = $"/api/executions/{await EndedAsync(app)}/artifacts";

        var first = await ListAsync(app, $"{path}?limit=2");
        var second = await ListAsync(app, $"{path}?limit=2&cursor={first.NextCursor}");
        using var file = await app.Http.GetAsync($"{path}/folder/c%20d.html", Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/b.md") { Headers = { Range = new RangeHeaderValue(2, null) } };
        using var part = await app.Http.SendAsync(request, Cancelled);

        Assert.Equal([("a.png", 3L, "image/png"), ("b.md", 3L, "text/markdown; charset=utf-8"), ("folder/c d.html", 3L, "text/plain; charset=utf-8")], first.Items.Concat(second.Items).Select(item => (item.Path, item.Size, item.ContentType)));
        Assert.Null(second.NextCursor);
        Assert.Equal(("<p>", "text/plain; charset=utf-8", "attachment", "c d.html"), (await file.Content.ReadAsStringAsync(Cancelled), file.Content.Headers.ContentType?.ToString(), file.Content.Headers.ContentDisposition?.DispositionType, file.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal((HttpStatusCode.PartialContent, "b"), (part.StatusCode, await part.Content.ReadAsStringAsync(Cancelled)));
        Assert.Equal("# b", await app.Http.GetStringAsync($"{path}/out/b.md", Cancelled));
    }

    [Fact]
    public async Task An_execution_without_artifacts_has_an_empty_list_and_no_files()
    {
        await using var app = await ExecutionApp.StartAsync();
        var path = $"/api/executions/{(await app.RunAsync()).Id}/artifacts";

        Assert.Equal("200 {\"items\":[],\"nextCursor\":null}", await Answers.ReadAsync(app.Http, HttpMethod.Get, path));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"{path}/a"));
        Assert.Equal("400 validation cursor", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"{path}?cursor=!"));
    }

    [Fact]
    public async Task Another_users_artifacts_answer_exactly_as_unknown_ones()
    {
        await using var app = await ExecutionApp.StartAsync(Writes(("out/a", "mine")));
        var id = await EndedAsync(app);
        var stranger = app.Service.Client("stranger");

        foreach (var route in new[] { "", "?cursor=!", "/a", "/none", "/" })
        {
            var unknown = await Answers.ReadAsync(stranger, HttpMethod.Get, $"/api/executions/unknown/artifacts{route}");
            Assert.StartsWith("404", unknown, StringComparison.Ordinal);
            Assert.Equal(unknown, await Answers.ReadAsync(stranger, HttpMethod.Get, $"/api/executions/{id}/artifacts{route}"));
        }
    }

    [Theory]
    [InlineData("%2e%2e/artifacts.json")]
    [InlineData("..%2fartifacts.json")]
    [InlineData("none")]
    [InlineData("folder")]
    public async Task What_was_not_kept_is_not_found(string path)
    {
        await using var app = await ExecutionApp.StartAsync(Writes(("out/folder/a", "1")));
        var id = await EndedAsync(app);

        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"/api/executions/{id}/artifacts/{path}"));
    }

    private static ScriptedChatClient Writes(params (string Path, string Content)[] files) => new ScriptedChatClient().Enqueue(
        [.. files.Select((file, n) => ScriptedAnswer.ToolCall($"{n}", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = file.Path, ["content"] = file.Content })), ScriptedAnswer.Text("ok")]);

    /// <summary>A run whose artifacts are kept.</summary>
    private static async Task<string> EndedAsync(ExecutionApp app)
    {
        var run = await app.RunAsync(ExecutionApp.Draft(null, ToolNames.WriteFile));
        var state = await app.Service.Services.GetRequiredService<ExecutionStore>().LoadAsync(run.Id, Cancelled);
        await app.Service.Services.GetRequiredService<ArtifactKeeper>().KeepAsync(state! with { StartTime = DateTimeOffset.UnixEpoch }, Cancelled);
        return run.Id;
    }

    private static async Task<Page<Artifact>> ListAsync(ExecutionApp app, string path) => (await app.Http.GetFromJsonAsync<Page<Artifact>>(path, JsonDefaults.Strict, Cancelled))!;
}
