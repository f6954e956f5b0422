using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using AgentPlatform.Testing.Services;
using AgentPlatform.Testing.StandInMessages;
using ExecutionService.ClaudeCode;
using ExecutionService.ClaudeCode.Commands;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.ClaudeCode;

/// <summary>The real CLI in a real sandbox, against a stand-in of the provider. Installed by eng/local/claude-code.sh.</summary>
public sealed class ClaudeCodeEngineTests : IDisposable
{
    private readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("claude-code-");
    private readonly List<ClaudeCodeEvent> _heard = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_calls_tools_edits_a_file_and_ends_with_its_text_usage_and_cost()
    {
        await using var app = await StartAsync();
        app.Server.Script.Enqueue(
            StandInAnswer.ToolCall("Write", """{"file_path":"/workspace/out/보고서.md","content":"첫 줄\nold line\n"}"""),
            StandInAnswer.ToolCall("Edit", """{"file_path":"/workspace/out/보고서.md","old_string":"old line","new_string":"새 줄"}"""),
            StandInAnswer.ToolCall("Bash", """{"command":"cat out/보고서.md; env; cat /proc/*/environ | tr '\\0' '\\n'"}"""),
            StandInAnswer.ToolCall("Read", """{"file_path":"/etc/hosts"}"""),
            StandInAnswer.Text("보고서를 ", "썼습니다.") with { Usage = new StandInUsage(Input: 1000, Output: 50, CacheRead: 200) });
        var budget = new RecordedBudget();

        var outcome = await app.Engine.RunAsync(Run(budget), HearAsync, Cancelled);

        Assert.Null(outcome.Error);
        Assert.Equal("보고서를 썼습니다.", outcome.Text);
        Assert.Equal("첫 줄\n새 줄\n", await File.ReadAllTextAsync(Path.Combine(_workspace.FullName, "out", "보고서.md"), Cancelled));
        Assert.Equal(["Write", "Edit", "Bash", "Read"], _heard.OfType<ClaudeToolStarted>().Select(call => call.Name));
        var ends = _heard.OfType<ClaudeToolEnded>().ToList();
        Assert.Equal([false, false, false, true], ends.Select(end => end.Failed));
        Assert.StartsWith("첫 줄\n새 줄\n", ends[2].Output, StringComparison.Ordinal);
        Assert.DoesNotContain(RelayApp.Key, string.Join('\n', _heard), StringComparison.Ordinal);
        Assert.Equal("보고서를 썼습니다.", string.Concat(_heard.OfType<ClaudeText>().Select(text => text.Text)));
        var started = Assert.Single(_heard.OfType<ClaudeStarted>());
        Assert.Equal((RelayApp.Model, string.Join(',', ClaudeCodeTools.All)), (started.Model, string.Join(',', started.Tools)));
        var usage = new TokenUsage(Input: 1600, Output: 130, CacheRead: 200);
        Assert.Equal((usage, 5, usage), (outcome.Usage, outcome.ModelCalls, outcome.Reported!.Usage));
        Assert.Equal(CostArithmetic.AmountOf(outcome.Cost), Math.Round(outcome.Reported.CostUsd!.Value, 8));
        Assert.Equal(5, budget.Settled.Count);
        Assert.All(budget.Asked, call => Assert.Equal(16_000, call.MaxTokens));
    }

    [Theory]
    [InlineData(429, "rate_limit_error", "rate limit is reached (HTTP 429)")]
    [InlineData(529, "overloaded_error", "overloaded or failing (HTTP 529)")]
    [InlineData(500, "api_error", "overloaded or failing (HTTP 500)")]
    public async Task A_provider_that_keeps_failing_is_tried_again_and_then_given_up(int status, string type, string words)
    {
        await using var app = await StartAsync(("ClaudeCode:ModelRetries", "1"));
        app.Server.Script.Always(StandInAnswer.Failure(status, type, retryAfterSeconds: status == 429 ? 0 : null));

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled);

        Assert.Equal(ProblemCodes.ModelUnavailable, outcome.Error?.Code);
        Assert.Contains(words, outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(status, Assert.Single(_heard.OfType<ClaudeRetry>()).Status);
        Assert.Equal((2, null, new TokenUsage()), (app.Server.Calls.Started, outcome.Text, outcome.Usage));
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_not_tried_again()
    {
        await using var app = await StartAsync(providersKey: "another");

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled);

        Assert.Equal((ProblemCodes.ModelUnavailable, "The model provider did not accept the configured key (HTTP 401)."), (outcome.Error!.Code, outcome.Error.Message));
        Assert.Empty(_heard.OfType<ClaudeRetry>());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_asked_for_again()
    {
        await using var app = await StartAsync();
        app.Server.Script.Enqueue(StandInAnswer.Cut(3, "half an answer", " and the rest"), StandInAnswer.Text("A whole answer."));

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled);

        Assert.Equal((null, "A whole answer."), (outcome.Error, outcome.Text));
        // The broken half was paid too.
        Assert.Equal((2, 200), (outcome.ModelCalls, outcome.Usage.Input));
    }

    [Fact]
    public async Task A_fallback_model_is_asked_when_the_first_cannot_be_had()
    {
        await using var app = await StartAsync(("ClaudeCode:ModelRetries", "2"));
        var limited = StandInAnswer.Failure(429, "rate_limit_error");
        app.Server.Script.Enqueue(limited, limited, limited, StandInAnswer.Text("From the second."));
        var budget = new RecordedBudget();

        var outcome = await app.Engine.RunAsync(Run(budget) with { Models = [RelayApp.Model, "claude-haiku-5-5"] }, HearAsync, Cancelled);

        Assert.Equal((null, "From the second."), (outcome.Error, outcome.Text));
        Assert.Equal([RelayApp.Model, RelayApp.Model, RelayApp.Model, "claude-haiku-5-5"], budget.Asked.Select(call => call.Model));
        Assert.Equal([new ClaudeFallback(RelayApp.Model, "claude-haiku-5-5")], _heard.OfType<ClaudeFallback>());
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_tools_is_stopped_by_the_limit_of_steps()
    {
        await using var app = await StartAsync();
        app.Server.Script.Always(StandInAnswer.ToolCall("Bash", """{"command":"echo again >> rounds"}"""));

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()) with { MaxTurns = 3 }, HearAsync, Cancelled);

        Assert.Equal(("step-limit", 3), (outcome.Error?.Code, outcome.ModelCalls));
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(_workspace.FullName, "rounds"), Cancelled)).Length);
    }

    [Fact]
    public async Task A_spent_budget_stops_the_program_at_its_next_call()
    {
        await using var app = await StartAsync();
        app.Server.Script.Always(StandInAnswer.ToolCall("Bash", """{"command":"echo hi"}"""));
        var budget = new RecordedBudget(calls: 2);

        var outcome = await app.Engine.RunAsync(Run(budget), HearAsync, Cancelled);

        Assert.Equal((ProblemCodes.BudgetExceeded, "The run's budget is spent."), (outcome.Error?.Code, outcome.Error?.Message));
        Assert.Equal((2L, 3), (app.Server.Calls.Started, budget.Asked.Count));
        Assert.Empty(_heard.OfType<ClaudeRetry>());
    }

    [Fact]
    public async Task A_cancelled_run_ends_the_program_and_settles_what_was_open()
    {
        await using var app = await StartAsync();
        app.Server.Script.Always(StandInAnswer.Hang(3, "I begin", "never"));
        var budget = new RecordedBudget();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var outcome = await app.Engine.RunAsync(Run(budget), (said, _) => said is ClaudeText ? cancel.CancelAsync() : Task.CompletedTask, cancel.Token);

        Assert.Equal("cancelled", outcome.Error?.Code);
        Assert.Equal(100, Assert.Single(budget.Settled)!.Input);
    }

    [Fact]
    public async Task A_program_that_is_killed_has_failed_whatever_it_had_done()
    {
        await using var app = await StartAsync();
        app.Server.Script.Always(StandInAnswer.ToolCall("Bash", """{"command":"touch done; kill -9 $PPID"}"""));

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled);

        Assert.Equal(ClaudeCodeVerdict.EngineFailed, outcome.Error?.Code);
        Assert.True(File.Exists(Path.Combine(_workspace.FullName, "done")));
        Assert.Null(outcome.Reported);
    }

    [Fact]
    public async Task When_nobody_writes_down_what_happens_the_program_ends_too()
    {
        await using var app = await StartAsync();
        app.Server.Script.Always(StandInAnswer.ToolCall("Bash", """{"command":"echo hi"}"""));

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => app.Engine.RunAsync(Run(new RecordedBudget()), (said, _) => said is ClaudeToolEnded ? throw new TimeoutException("another worker holds the run") : Task.CompletedTask, Cancelled));

        Assert.Equal("another worker holds the run", thrown.Message);
        Assert.InRange(app.Server.Calls.Started, 1, 2);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_the_sandbox_has_a_place_is_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        await using var app = await StartWithoutCliAsync(async (_, token) =>
        {
            await cancel.CancelAsync();
            throw new OperationCanceledException(token);
        });

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, cancel.Token);

        Assert.Equal("cancelled", outcome.Error?.Code);
    }

    [Fact]
    public async Task Unreadable_lines_are_told_and_the_result_still_counts()
    {
        await using var app = await StartWithoutCliAsync(async (call, token) =>
        {
            await call.OnOutputLine!("Segmentation fault", token);
            await call.OnOutputLine!("""{"type":"result","subtype":"success","is_error":false,"result":"done","num_turns":1}""", token);
            return new SandboxResult(SandboxEnd.Exited, 0, "", "", false, TimeSpan.Zero);
        });

        var outcome = await app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled);

        Assert.Equal((null, "done"), (outcome.Error, outcome.Text));
        Assert.Equal(new ClaudeUnreadable("Segmentation fault"), _heard[0]);
    }

    [Fact]
    public async Task A_budget_that_fails_ends_the_program_and_is_thrown_on()
    {
        await using var app = await StartWithoutCliAsync(async (call, token) =>
        {
            using var http = RelayApp.Client(call.Ports[0].SocketPath, call.Environment["ANTHROPIC_API_KEY"]);
            using var body = new StringContent($$"""{"model":"{{RelayApp.Model}}","max_tokens":9,"messages":[]}""");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PostAsync("/v1/messages", body, Cancelled));
            Assert.True(token.IsCancellationRequested);
            return new SandboxResult(SandboxEnd.Cancelled, 137, "", "", false, TimeSpan.Zero);
        });
        var failing = new RelayBudget((_, _) => throw new TimeoutException("the store is away"), (_, _, _) => Task.CompletedTask);

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => app.Engine.RunAsync(Run(new RecordedBudget()) with { Budget = failing }, HearAsync, Cancelled));

        Assert.Equal("the store is away", thrown.Message);
    }

    [Theory]
    [InlineData("sandbox", "there is none: bubblewrap is not installed.")]
    [InlineData("provider", "set ANTHROPIC_API_KEY")]
    [InlineData("program", "run eng/local/claude-code.sh")]
    [InlineData("script", "is not a native program")]
    public async Task Without_what_it_needs_the_engine_says_what_is_missing(string missing, string words)
    {
        (string, string)[] settings = missing switch
        {
            "provider" => [("Llm:Provider", "simulated")],
            "script" => [("ClaudeCode:Program", Repository.File("eng", "test.sh"))],
            _ => [("ClaudeCode:ToolsFolder", _workspace.FullName)],
        };
        await using var app = await RelayApp.StartAsync(sandbox: missing == "sandbox" ? null : new PlainBubblewrap(), settings: settings);
        // Whoever has the CLI in PATH has nothing missing.
        Assert.SkipWhen(missing == "program" && app.Engine.Status.Available, "A native claude is in PATH");

        var status = app.Engine.Status;

        Assert.Equal(("claude-code", false), (status.Name, status.Available));
        Assert.Contains(words, status.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Engine.RunAsync(Run(new RecordedBudget()), HearAsync, Cancelled));
    }

    public void Dispose() => _workspace.Delete(recursive: true);

    private static Task<RelayApp> StartAsync(params (string, string)[] settings) => StartAsync(RelayApp.Key, settings);

    private static async Task<RelayApp> StartAsync(string providersKey, params (string, string)[] settings)
    {
        Assert.SkipUnless(PlainBubblewrap.IsInstalled, "bubblewrap and socat are not on this machine (apt-get install bubblewrap socat)");
        var app = await RelayApp.StartAsync(providersKey, new PlainBubblewrap(), null, [.. settings, ("ClaudeCode:ToolsFolder", Repository.File("data", "tools", "claude-code"))]);
        var reason = app.Engine.Status.Reason;
        if (reason is not null)
        {
            await app.DisposeAsync();
            Assert.Skip($"{reason}");
        }

        return app;
    }

    /// <summary>Any native program stands in for the CLI: it is not started.</summary>
    private static Task<RelayApp> StartWithoutCliAsync(Func<SandboxCall, CancellationToken, Task<SandboxResult>> program) =>
        RelayApp.StartAsync(sandbox: new ScriptedSandbox(program), settings: ("ClaudeCode:Program", Environment.ProcessPath!));

    private Task HearAsync(ClaudeCodeEvent said, CancellationToken cancellationToken)
    {
        _heard.Add(said);
        return Task.CompletedTask;
    }

    private ClaudeCodeRun Run(RecordedBudget budget) => new()
    {
        ExecutionId = "e1",
        UserId = "user",
        WorkspaceFolder = _workspace.FullName,
        Models = [RelayApp.Model],
        Instructions = "You are Reporter.",
        Prompt = "Write the report.",
        MaxTurns = 10,
        WallClock = TimeSpan.FromMinutes(3),
        Budget = budget.Seam,
    };
}
