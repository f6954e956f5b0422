using System.Globalization;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Starts;

public sealed class BadStartTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly string _data = Directory.CreateTempSubdirectory("agentplatform-e2e-").FullName;

    [Fact]
    public async Task A_taken_port_is_said_in_one_line()
    {
        await using var other = await StandaloneProcess.StartAsync();

        var line = await RefuseAsync("--urls", other.Url.ToString(), "--data", _data);

        Assert.Contains(other.Url.Port.ToString(CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_data_file_is_named()
    {
        var file = Path.Combine(_data, "agentplatform.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is no database. ", 1000)), TestContext.Current.CancellationToken);

        var line = await RefuseAsync("--urls", AnyPort, "--data", _data);

        Assert.Contains(file, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_over_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var first = await StandaloneProcess.StartAsync();

        var line = await RefuseAsync("--urls", AnyPort, "--data", first.DataFolder);

        Assert.Contains(first.DataFolder, line, StringComparison.Ordinal);
        using var client = await PlatformClient.SignInAsync(first);
        Assert.Empty(await client.ListAsync("/api/agents"));
        await first.StopAsync();
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var line = await RefuseAsync("--urls", AnyPort, "--data", Path.Combine(file, "data"));

        Assert.Contains(file, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        // Root may write everywhere else; /proc takes no folders from anybody.
        var line = await RefuseAsync("--urls", AnyPort, "--data", "/proc/agentplatform");

        Assert.Contains("/proc/agentplatform", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_without_a_value_is_named()
    {
        Assert.Contains("--data", await RefuseAsync("--urls", AnyPort, "--data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_there_is_not_is_named()
    {
        Assert.Contains("--ulrs", await RefuseAsync("--ulrs", AnyPort, "--data", _data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_the_options_and_starts_nothing()
    {
        await using var process = ChildProcess.Start(["--help"]);

        Assert.Equal(0, await process.ExitAsync());
        Assert.Contains(process.Output, line => line.Contains("--urls", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output, line => line.StartsWith("AgentPlatform is at", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <summary>The one line with which the platform refuses to start.</summary>
    private static async Task<string> RefuseAsync(params string[] arguments)
    {
        await using var process = ChildProcess.Start(arguments);

        var exitCode = await process.ExitAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', process.Errors));
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain(process.Output, line => line.StartsWith("AgentPlatform is at", StringComparison.Ordinal));
        var said = Assert.Single(process.Errors);
        Assert.StartsWith("AgentPlatform cannot start: ", said, StringComparison.Ordinal);
        return said;
    }
}
