namespace ExecutionService.Tests.Sandboxes;

/// <summary>Each attempt is refused inside; the same attempt outside shows that there was something to refuse.</summary>
[Collection(SandboxGroup.Name)]
public sealed class EscapeTests(EscapeFixture escapes) : IClassFixture<EscapeFixture>
{
    public static TheoryData<string> Names => new(EscapeAttempts.All.Select(attempt => attempt.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_inside_and_succeeds_outside(string name)
    {
        escapes.Sandbox.Needed();
        var attempt = EscapeAttempts.All.Single(attempt => attempt.Name == name);

        var (inside, outside) = escapes.Of(attempt);
        TestContext.Current.TestOutputHelper!.WriteLine($"inside: {inside}; outside: {outside}");

        Assert.StartsWith("closed: ", inside, StringComparison.Ordinal);
        Assert.SkipWhen(outside.StartsWith("closed: ", StringComparison.Ordinal) && (attempt.DependsOnKernel || !Environment.IsPrivilegedProcess), $"It cannot be done here outside either: {outside}");
        Assert.StartsWith("open: ", outside, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_60_attempts() => Assert.True(EscapeAttempts.All.Count >= 60, $"{EscapeAttempts.All.Count}");
}
