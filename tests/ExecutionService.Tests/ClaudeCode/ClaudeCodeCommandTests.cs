using AgentPlatform.Contracts.Agents;
using ExecutionService.ClaudeCode;
using ExecutionService.ClaudeCode.Commands;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.ClaudeCode;

public sealed class ClaudeCodeCommandTests
{
    private static readonly ClaudeCodeRun Run = new()
    {
        ExecutionId = "e1",
        UserId = "user",
        WorkspaceFolder = "/data/ws",
        Models = ["claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5"],
        Instructions = "You are Reporter.",
        Prompt = "/help me",
        Tools = ["Bash", "Read"],
        MaxTurns = 12,
        WallClock = TimeSpan.FromMinutes(20),
        Budget = new RelayBudget((call, _) => Task.FromResult(new RelayGrant(true, call.MaxTokens)), (_, _, _) => Task.CompletedTask),
    };

    [Fact]
    public void The_call_has_the_runs_model_tools_and_limits_and_the_sandbox_its_socket()
    {
        var call = Build(Run);

        Assert.Equal(
            "/opt/claude-code/claude -p --output-format stream-json --verbose --include-partial-messages --model claude-sonnet-5-5 --fallback-model claude-haiku-5-5,claude-opus-5-5 "
            + "--tools Bash,Read --allowedTools Bash,Read --permission-prompts none --max-turns 12 "
            + "--restricted --strict-mcp-config --setting-sources  --disable-slash-commands --no-session-persistence --append-system-prompt You are Reporter.",
            string.Join(' ', call.Arguments));
        Assert.Equal([new SandboxMount("/tools/claude", "/opt/claude-code/claude")], call.Mounts);
        Assert.Equal([new SandboxPort("/run/model.sock", 8788)], call.Ports);
        Assert.Equal(("e1", "/data/ws", TimeSpan.FromMinutes(20)), (call.ExecutionId, call.WorkspaceFolder, call.WallClock));
        Assert.Equal(("run-token", "http://127.0.0.1:8788", "claude-sonnet-5-5"), (call.Environment["ANTHROPIC_API_KEY"], call.Environment["ANTHROPIC_BASE_URL"], call.Environment["ANTHROPIC_DEFAULT_HAIKU_MODEL"]));
        Assert.All((string[])["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_AUTOUPDATER", "DISABLE_ERROR_REPORTING", "DISABLE_TELEMETRY"], name => Assert.Equal("1", call.Environment[name]));
    }

    [Fact]
    public void A_prompt_that_looks_like_a_command_is_a_prompt() => Assert.Equal("\n/help me", Build(Run).StandardInput);

    [Fact]
    public void Without_tools_none_are_allowed()
    {
        var arguments = Build(Run with { Tools = [] }).Arguments.ToList();

        Assert.Equal("", arguments[arguments.IndexOf("--tools") + 1]);
        Assert.DoesNotContain("--allowedTools", arguments);
    }

    [Fact]
    public void Instructions_too_long_for_an_argument_go_in_front_of_the_prompt()
    {
        var call = Build(Run with { Instructions = new string('한', 50_000) });

        Assert.DoesNotContain("--append-system-prompt", call.Arguments);
        Assert.Equal($"\n{new string('한', 50_000)}\n\n/help me", call.StandardInput);
    }

    [Theory]
    [InlineData("run_python,run_shell", "", "Bash")]
    [InlineData("list_files,read_file,write_file,edit_file,run_node", "", "Bash,Edit,Glob,Grep,Read,Write")]
    [InlineData("read_file,run_shell,clock,notify", "run_shell", "Grep,Read")]
    [InlineData("clock", "", "")]
    public void An_agents_tools_are_the_programs_own_but_for_those_that_wait_for_approval(string tools, string approval, string expected) =>
        Assert.Equal(expected, string.Join(',', ClaudeCodeTools.Of(tools.Split(','), approval.Split(','))));

    [Fact]
    public void Every_tool_that_runs_code_is_the_programs_shell() => Assert.All(ToolNames.Code, tool => Assert.Equal(["Bash"], ClaudeCodeTools.Of([tool], [])));

    [Fact]
    public void The_program_is_looked_for_where_the_options_say_and_nowhere_else() =>
        Assert.Equal(["/opt/cli/claude"], ClaudeCodeProgram.Candidates(new ClaudeCodeOptions { Program = "/opt/cli/claude" }, "/usr/bin"));

    [Fact]
    public void Without_a_path_the_program_is_looked_for_in_the_tools_folder_and_then_in_path()
    {
        var candidates = ClaudeCodeProgram.Candidates(new ClaudeCodeOptions { ToolsFolder = "/data/tools/claude-code" }, "/usr/local/bin:/usr/bin").ToList();

        Assert.Matches("^/data/tools/claude-code/node_modules/@anthropic-ai/claude-code-linux-(x64|arm64)/claude$", candidates[0]);
        Assert.Equal(["/usr/local/bin/claude", "/usr/bin/claude"], candidates.Skip(1));
    }

    private static SandboxCall Build(ClaudeCodeRun run) => ClaudeCodeCommand.Build(run, "/tools/claude", "/run/model.sock", "run-token", new ClaudeCodeOptions());
}
