using System.Threading.Channels;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tests.Sandboxes;

/// <summary>What is said to a program and heard of it while it runs.</summary>
[Collection(SandboxGroup.Name)]
public sealed class SandboxTalkTests
{
    [Fact]
    public async Task Lines_are_heard_as_they_come_and_the_last_needs_no_end()
    {
        using var sandbox = new RealSandbox().Needed();
        var lines = new List<string>();
        var call = sandbox.Call("sh", "-c", "printf 'one\\ntwo'; [ -e go ] || printf ' and more\\n'; echo err >&2; printf three") with
        {
            OnOutputLine = (line, _) =>
            {
                lines.Add(line);
                return ValueTask.CompletedTask;
            },
        };

        var result = await sandbox.RunAsync(call);

        Assert.Equal(["one", "two and more", "three"], lines);
        Assert.Equal("one\ntwo and more\nthree", result.StandardOutput);
    }

    [Fact]
    public async Task A_line_is_heard_while_the_program_waits_for_what_comes_of_it()
    {
        using var sandbox = new RealSandbox().Needed();
        var call = sandbox.Call("sh", "-c", "echo ready; until [ -e go ]; do sleep 0.01; done; echo went") with
        {
            OnOutputLine = async (line, cancellationToken) =>
            {
                if (line == "ready")
                {
                    await File.WriteAllTextAsync(Path.Combine(sandbox.Workspace, "go"), "", cancellationToken);
                }
            },
        };

        Assert.Equal("ready\nwent\n", (await sandbox.RunAsync(call)).StandardOutput);
    }

    [Fact]
    public async Task A_program_can_be_talked_with_and_takes_no_place_of_a_call()
    {
        using var sandbox = new RealSandbox(configure: options => options.ConcurrentCalls = 1).Needed();
        var said = Channel.CreateUnbounded<string>();
        said.Writer.TryWrite("one");
        var call = sandbox.Call("sh", "-c", "while read -r line; do echo \"heard $line\"; done; echo end") with
        {
            StandardInputLines = said.Reader.ReadAllAsync(TestContext.Current.CancellationToken),
            OnOutputLine = async (line, _) =>
            {
                if (line == "heard one")
                {
                    said.Writer.TryWrite((await sandbox.RunAsync("echo", "둘")).StandardOutput.TrimEnd());
                }
                else
                {
                    said.Writer.TryComplete();
                }
            },
        };

        var result = await sandbox.RunAsync(call).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((SandboxEnd.Exited, "heard one\nheard 둘\nend\n"), (result.End, result.StandardOutput));
    }

    [Fact]
    public async Task Programs_that_talk_have_a_number_of_places_of_their_own()
    {
        using var sandbox = new RealSandbox(configure: options => options.ConcurrentTalkers = 1).Needed();
        var said = Channel.CreateUnbounded<string>();
        var talker = sandbox.Call("cat") with { StandardInputLines = said.Reader.ReadAllAsync(TestContext.Current.CancellationToken) };
        var first = sandbox.RunAsync(talker);
        using var impatience = new CancellationTokenSource();

        var second = sandbox.Sandbox.RunAsync(talker, impatience.Token);

        Assert.Equal("계산", (await sandbox.RunAsync("printf", "계산")).StandardOutput);
        Assert.False(second.IsCompleted);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        said.Writer.TryComplete();
        Assert.Equal(SandboxEnd.Exited, (await first.WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken)).End);
    }

    [Fact]
    public async Task A_program_that_ends_is_not_kept_by_lines_that_may_still_come()
    {
        using var sandbox = new RealSandbox().Needed();
        var said = Channel.CreateUnbounded<string>();

        var result = await sandbox.RunAsync(sandbox.Call("echo", "bye") with { StandardInputLines = said.Reader.ReadAllAsync(TestContext.Current.CancellationToken) }).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((SandboxEnd.Exited, "bye\n"), (result.End, result.StandardOutput));
    }

    [Fact]
    public async Task A_listener_that_fails_ends_the_call_with_its_error()
    {
        using var sandbox = new RealSandbox().Needed();
        var call = sandbox.Call("sh", "-c", "echo line; sleep 4712") with { OnOutputLine = (_, _) => throw new InvalidDataException("no such line") };

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => sandbox.RunAsync(call).WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken));

        Assert.Equal("no such line", failure.Message);
    }
}
