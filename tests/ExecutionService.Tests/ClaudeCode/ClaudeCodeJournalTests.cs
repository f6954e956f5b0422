using System.Text.Json.Nodes;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Executions;
using ExecutionService.ClaudeCode;
using ExecutionService.Journal;

namespace ExecutionService.Tests.ClaudeCode;

public sealed class ClaudeCodeJournalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Text_belongs_to_the_engines_step_and_each_tool_call_is_a_step_after_it()
    {
        var journal = new ClaudeCodeJournal(engineStep: 4, nextIndex: 5);

        var text = JsonNode.Parse(Assert.Single(journal.Entries(new ClaudeText("안녕"), Now)))!;
        var first = Step(journal.Entries(new ClaudeToolStarted("a", "Bash", """{"command":"ls"}"""), Now));
        var second = Step(journal.Entries(new ClaudeToolStarted("b", "Edit", "{}"), Now));
        var secondEnd = Step(journal.Entries(new ClaudeToolEnded("b", "no such file", Failed: true), Now.AddSeconds(1)));
        var firstEnd = Step(journal.Entries(new ClaudeToolEnded("a", "a.txt", Failed: false), Now.AddSeconds(2)));

        Assert.Equal(("delta", 4, "안녕"), ((string?)text["type"], (int?)text["stepIndex"], (string?)text["text"]));
        Assert.Equal((5, "tool", "claude:Bash", "running", """{"command":"ls"}"""), (first.Index, first.Kind, first.Name, first.Status, first.Input));
        Assert.Equal((6, "claude:Edit"), (second.Index, second.Name));
        Assert.Equal((6, "failed", "tool-failed"), (secondEnd.Index, secondEnd.Status, secondEnd.Error!.Code));
        Assert.Equal((5, "success", "a.txt", Now.AddSeconds(2)), (firstEnd.Index, firstEnd.Status, firstEnd.Output, firstEnd.EndTime));
        Assert.Equal(7, journal.NextIndex);
    }

    [Fact]
    public void Tool_calls_that_the_end_finds_open_are_closed_once()
    {
        var journal = new ClaudeCodeJournal(0, 1);
        journal.Entries(new ClaudeToolStarted("a", "Bash", "{}"), Now);
        var why = new ExecutionError("cancelled", "The run was cancelled.");

        var closed = Step(journal.Close(why, Now));

        Assert.Equal((1, "failed", why), (closed.Index, closed.Status, closed.Error));
        Assert.Empty(journal.Close(why, Now));
        Assert.Empty(journal.Entries(new ClaudeToolEnded("a", "late", Failed: false), Now));
    }

    public static TheoryData<string, string> Told => new()
    {
        { "retry", "A model call failed (529); try 1 of 4 in 0.6 s." },
        { "fallback", "a cannot be had; Claude Code goes on with b." },
        { "result", "Claude Code made 3 turns; by its own reckoning they cost 0.01206 USD." },
        { "started", "Claude Code 2.1.330 works with m." },
        { "unreadable", "Claude Code said something unreadable: x" },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void Whatever_else_it_says_is_a_line_of_the_log(string kind, string words)
    {
        ClaudeCodeEvent said = kind switch
        {
            "retry" => new ClaudeRetry(1, 4, TimeSpan.FromMilliseconds(580), 529, "overloaded"),
            "fallback" => new ClaudeFallback("a", "b"),
            "result" => new ClaudeResult(false, "success", "completed", "done", 3, null, 0.012059999999999998m, new TokenUsage()),
            "started" => new ClaudeStarted("2.1.330", "m", []),
            _ => new ClaudeUnreadable("x"),
        };

        var entry = JsonNode.Parse(Assert.Single(new ClaudeCodeJournal(0, 1).Entries(said, Now)))!;

        Assert.Equal(("log", words), ((string?)entry["type"], (string?)entry["text"]));
    }

    private static ExecutionStep Step(IReadOnlyList<string> entries) => JournalEvents.ReadStep(Assert.Single(entries));
}
