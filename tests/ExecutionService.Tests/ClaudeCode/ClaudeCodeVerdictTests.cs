using AgentPlatform.Contracts;
using AgentPlatform.Llm;
using ExecutionService.ClaudeCode;
using ExecutionService.ClaudeCode.Relay.Usage;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.ClaudeCode;

public sealed class ClaudeCodeVerdictTests
{
    private static readonly ClaudeResult Good = new(false, "success", "completed", "done", 2, null, 0.01m, new TokenUsage());

    [Theory]
    // The exit code decides nothing.
    [InlineData(nameof(SandboxEnd.Exited), 0, "good", null, "")]
    [InlineData(nameof(SandboxEnd.Exited), 1, "good", null, "")]
    [InlineData(nameof(SandboxEnd.Exited), 0, "api", "model-unavailable", "overloaded or failing (HTTP 529)")]
    [InlineData(nameof(SandboxEnd.Exited), 1, "turns", "step-limit", "7 model calls")]
    [InlineData(nameof(SandboxEnd.Exited), 1, "other", "engine-failed", "hook_stopped")]
    [InlineData(nameof(SandboxEnd.Exited), 3, null, "engine-failed", "exit code 3 before it said how its work went. It wrote: it broke")]
    [InlineData(nameof(SandboxEnd.Exited), 137, null, "engine-failed", "was killed")]
    [InlineData(nameof(SandboxEnd.Cancelled), 137, null, "cancelled", "cancelled")]
    [InlineData(nameof(SandboxEnd.WallClock), 137, null, "time-limit", "it had 90 seconds")]
    [InlineData(nameof(SandboxEnd.MemoryLimit), 137, null, "engine-failed", "more memory")]
    [InlineData(nameof(SandboxEnd.OutputLimit), 137, null, "engine-failed", "wrote more")]
    public void Each_end_has_its_code_and_its_words(string end, int exitCode, string? said, string? code, string words)
    {
        var error = ClaudeCodeVerdict.Of(Process(Enum.Parse<SandboxEnd>(end), exitCode, "it broke\n"), Said(said), new RelayTotals(), Run());

        Assert.Equal(code, error?.Code);
        Assert.Contains(words, error?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api", nameof(SandboxEnd.Exited), "budget-exceeded")]
    [InlineData("other", nameof(SandboxEnd.Exited), "budget-exceeded")]
    [InlineData(null, nameof(SandboxEnd.WallClock), "budget-exceeded")]
    [InlineData(null, nameof(SandboxEnd.Cancelled), "cancelled")]
    [InlineData("good", nameof(SandboxEnd.Exited), null)]
    public void A_refused_budget_explains_every_other_failure(string? said, string end, string? code)
    {
        var relay = new RelayTotals();
        relay.Refuse("The month is spent.");

        Assert.Equal(code, ClaudeCodeVerdict.Of(Process(Enum.Parse<SandboxEnd>(end), 1, ""), Said(said), relay, Run())?.Code);
    }

    [Fact]
    public void What_the_relay_has_seen_comes_before_what_the_program_thinks_of_it()
    {
        var relay = new RelayTotals();
        relay.Fail(ModelFailure.Cut);

        var error = ClaudeCodeVerdict.Of(Process(SandboxEnd.Exited, 1, ""), Good with { IsError = true, TerminalReason = "api_error", Text = "API Error: check the gateway in ANTHROPIC_BASE_URL" }, relay, Run());

        Assert.Equal(("model-unavailable", "The model's answer was cut off before it was complete."), (error!.Code, error.Message));
    }

    [Fact]
    public void Of_a_refused_request_the_words_are_told()
    {
        var error = ClaudeCodeVerdict.Of(Process(SandboxEnd.Exited, 1, ""), Good with { IsError = true, TerminalReason = "api_error", ApiErrorStatus = 400, Text = "API Error: 400 no such\nthing" }, new RelayTotals(), Run());

        Assert.Equal("The model provider refused the request (HTTP 400). API Error: 400 no such thing", error!.Message);
    }

    private static ClaudeResult? Said(string? kind) => kind switch
    {
        "api" => Good with { IsError = true, TerminalReason = "api_error", ApiErrorStatus = 529 },
        "good" => Good,
        "other" => Good with { IsError = true, Subtype = "error_during_execution", TerminalReason = "hook_stopped", Text = null },
        "turns" => Good with { IsError = true, Subtype = "error_max_turns", TerminalReason = "max_turns" },
        _ => null,
    };

    private static SandboxResult Process(SandboxEnd end, int exitCode, string errors) => new(end, exitCode, "", errors, false, TimeSpan.FromSeconds(1));

    private static ClaudeCodeRun Run() => new()
    {
        ExecutionId = "e",
        UserId = "user",
        WorkspaceFolder = "/tmp/none",
        Models = ["claude-sonnet-5-5"],
        Prompt = "Go.",
        MaxTurns = 7,
        WallClock = TimeSpan.FromSeconds(90),
        Budget = new RelayBudget((call, _) => Task.FromResult(new RelayGrant(true, call.MaxTokens)), (_, _, _) => Task.CompletedTask),
    };
}
