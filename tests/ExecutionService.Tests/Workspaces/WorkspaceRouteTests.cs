using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Workspaces;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Models;
using AgentPlatform.Testing.Services;
using ExecutionService.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionService.Tests.Workspaces;

public sealed class WorkspaceRouteTests
{
    private const string Path = "/api/workspaces/agent";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_files_are_listed_by_pages_in_the_order_of_their_paths_with_totals()
    {
        await using var app = await StartAsync();
        Assert.Equal((0, 0L, null), Shape(await ListAsync(app, "")));
        Fill(app, ("b.md", "12"), ("out/c.html", "345"), ("a.txt", "1"));

        var first = await ListAsync(app, "?limit=2");
        Fill(app, ("a0", "new"));
        var second = await ListAsync(app, $"?limit=2&cursor={first.NextCursor}");

        Assert.Equal([("a.txt", 1L, "text/plain; charset=utf-8"), ("b.md", 2L, "text/markdown; charset=utf-8")], first.Items.Select(file => (file.Path, file.Size, file.ContentType)));
        Assert.Equal([("out/c.html", 3L, "text/plain; charset=utf-8")], second.Items.Select(file => (file.Path, file.Size, file.ContentType)));
        Assert.Equal((3, 6L), (first.TotalFiles, first.TotalBytes));
        Assert.Equal((4, 9L, null), Shape(second));
        Assert.All(first.Items, file => Assert.True(file.ModifiedAt > DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("?cursor=!", "cursor")]
    [InlineData("?cursor=Li4vYQ", "cursor")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    public async Task What_is_wrong_with_a_query_is_named(string query, string field)
    {
        await using var app = await StartAsync();

        Assert.Equal($"400 validation {field}", await Answers.ProblemAsync(app.Http, HttpMethod.Get, Path + query));
    }

    [Fact]
    public async Task Another_users_workspace_answers_exactly_as_an_unknown_one()
    {
        await using var app = await StartAsync();
        Fill(app, ("secret.txt", "mine"));
        var stranger = app.Service.Client("stranger");

        foreach (var (method, route) in new[] { ("GET", ""), ("GET", "?cursor=!"), ("GET", "/files/secret.txt"), ("GET", "/files/none"), ("DELETE", "/files/secret.txt"), ("DELETE", "") })
        {
            var unknown = await Answers.ReadAsync(stranger, new HttpMethod(method), $"/api/workspaces/unknown{route}");
            Assert.StartsWith("404", unknown, StringComparison.Ordinal);
            Assert.Equal(unknown, await Answers.ReadAsync(stranger, new HttpMethod(method), $"{Path}{route}"));
        }

        Assert.Equal("mine", await app.Http.GetStringAsync($"{Path}/files/secret.txt", Cancelled));
    }

    [Fact]
    public async Task A_file_is_downloaded_to_be_saved_and_nothing_in_it_runs()
    {
        await using var app = await StartAsync();
        Fill(app, ("out/보고서 #1 100%.html", "<script>alert(1)</script>"));

        using var response = await app.Http.GetAsync($"{Path}/files/out/{Uri.EscapeDataString("보고서 #1 100%.html")}", Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("<script>alert(1)</script>", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(("attachment", "보고서 #1 100%.html"), (response.Content.Headers.ContentDisposition?.DispositionType, response.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["sandbox; default-src 'none'"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.NotNull(response.Headers.ETag);
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task Ranges_and_conditions_are_honoured()
    {
        await using var app = await StartAsync();
        Fill(app, ("data.bin", "0123456789"));
        using var whole = await app.Http.GetAsync($"{Path}/files/data.bin", Cancelled);

        using var part = await GetAsync(app, headers => headers.Range = new RangeHeaderValue(3, 5));
        using var beyond = await GetAsync(app, headers => headers.Range = new RangeHeaderValue(50, 60));
        using var same = await GetAsync(app, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Fill(app, ("data.bin", "changed and longer"));
        using var other = await GetAsync(app, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));

        Assert.Equal(FileContentTypes.Unknown, whole.Content.Headers.ContentType?.ToString());
        Assert.Equal((HttpStatusCode.PartialContent, "345"), (part.StatusCode, await part.Content.ReadAsStringAsync(Cancelled)));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("changed and longer", await other.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("linked/secret")]
    [InlineData("%2e%2e/agent/a")]
    [InlineData("..%2fother%2fx")]
    [InlineData("a%0ab")]
    [InlineData("a%5cb")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    public async Task What_is_no_file_of_the_workspace_is_not_found(string path)
    {
        await using var app = await StartAsync();
        Fill(app, ("a", "1"), ("folder/b", "2"));
        var folder = Workspace(app).Folder;
        File.CreateSymbolicLink(System.IO.Path.Combine(folder, "link"), "/etc/passwd");
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder, "linked"), "/etc");

        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Get, $"{Path}/files/{path}"));
    }

    [Fact]
    public async Task A_file_is_deleted_and_a_folder_is_not()
    {
        await using var app = await StartAsync();
        Fill(app, ("folder/a", "1"), ("b", "2"));

        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, $"{Path}/files/folder/a"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/files/folder/a"));
        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/files/folder"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, $"{Path}/files/x%5cb"));

        Assert.Equal(["b"], (await ListAsync(app, "")).Items.Select(file => file.Path));
    }

    [Fact]
    public async Task A_workspace_is_cleared_when_no_run_of_its_agent_is_open()
    {
        using var gate = new SemaphoreSlim(0);
        await using var app = await StartAsync(new ScriptedChatClient().Enqueue(
            ScriptedAnswer.ToolCall("1", ToolNames.WriteFile, new Dictionary<string, object?> { ["path"] = "a", ["content"] = "1" }),
            ScriptedAnswer.Text("ok").Behind(gate)));
        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, Path));
        using var response = await app.Http.PostAsJsonAsync("/api/executions", new { agentId = "agent" }, Cancelled);
        var id = (await response.Content.ReadFromJsonAsync<AgentPlatform.Contracts.Executions.Execution>(JsonDefaults.Strict, Cancelled))!.Id;
        await app.Model.WaitForCallsAsync(2, Cancelled);

        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, Path));
        Assert.Equal("1", await app.Http.GetStringAsync($"{Path}/files/a", Cancelled));
        gate.Release(10);
        await app.EndOfAsync(id);

        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, Path));
        Assert.Empty((await ListAsync(app, "")).Items);
        Assert.False(Directory.Exists(Workspace(app).Folder));
    }

    /// <summary>The agent is the user's; AgentService tells others that there is none.</summary>
    private static Task<ExecutionApp> StartAsync(ScriptedChatClient? model = null) => ExecutionApp.StartAsync(model, new OtherServices().On(HttpMethod.Get, "/api/agents/agent", request => Task.FromResult(
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(request.Headers.Authorization!.Parameter!.Split('.')[1])).Contains("\"stranger\"", StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(ExecutionApp.Agent("agent", ExecutionApp.Draft(null, ToolNames.WriteFile)), options: JsonDefaults.Strict) })));

    private static Workspace Workspace(ExecutionApp app) => app.Service.Services.GetRequiredService<WorkspaceStore>().Of("user", "agent");

    private static void Fill(ExecutionApp app, params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            Workspace(app).Write(path, Encoding.UTF8.GetBytes(content));
        }
    }

    private static async Task<WorkspaceFiles> ListAsync(ExecutionApp app, string query) =>
        (await app.Http.GetFromJsonAsync<WorkspaceFiles>(Path + query, JsonDefaults.Strict, Cancelled))!;

    private static (int Files, long Bytes, string? Next) Shape(WorkspaceFiles page) => (page.TotalFiles, page.TotalBytes, page.NextCursor);

    private static async Task<HttpResponseMessage> GetAsync(ExecutionApp app, Action<HttpRequestHeaders> with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/files/data.bin");
        with(request.Headers);
        return await app.Http.SendAsync(request, Cancelled);
    }
}
