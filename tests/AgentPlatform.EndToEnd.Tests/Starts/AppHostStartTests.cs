using System.Globalization;
using AgentPlatform.EndToEnd.Tests.Platform;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.EndToEnd.Tests.Starts;

/// <summary>An AppHost that cannot do what it is asked says why in one line, ends with code 1 and leaves no process behind.</summary>
public sealed class AppHostStartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("agentplatform-e2e-").FullName;

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var other = await StandaloneProcess.StartAsync();
        var port = other.Url.Port.ToString(CultureInfo.InvariantCulture);

        var (line, _) = await RefuseAsync("--Port", port, "--Firestore:Emulator", "false");

        Assert.Contains($"port {port} of gateway", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task A_broker_that_is_not_installed_is_said_with_the_command_that_installs_it()
    {
        var (line, _) = await RefuseAsync("--RabbitMQ:Program", "/nowhere/rabbitmq-server");

        Assert.Contains("/nowhere/rabbitmq-server", line, StringComparison.Ordinal);
        Assert.Contains("apt-get install rabbitmq-server", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public async Task A_store_that_cannot_start_is_given_up_and_its_file_named()
    {
        var file = Path.Combine(_data, "agentplatform.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is no database. ", 1000)), TestContext.Current.CancellationToken);

        var (line, said) = await RefuseAsync("--Firestore:Emulator", "false");

        Assert.Contains("firestore ended 3 times", line, StringComparison.Ordinal);
        Assert.Contains(said, other => other.StartsWith("firestore", StringComparison.Ordinal) && other.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_emulator_that_dies_at_start_is_given_up_and_what_it_said_is_told()
    {
        Assert.SkipUnless(ChildProcess.IsInstalled("java"), "Java is not on this machine");
        var jar = Path.Combine(_data, "emulator.jar");
        await File.WriteAllTextAsync(jar, "This is no program.", TestContext.Current.CancellationToken);

        var (line, said) = await RefuseAsync("--Firestore:Emulator", "true", "--Firestore:EmulatorJar", jar);

        Assert.Contains("firestore ended 3 times", line, StringComparison.Ordinal);
        Assert.Contains(said, other => other.StartsWith("firestore", StringComparison.Ordinal) && other.Contains("CloudFirestore", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    /// <summary>The one line with which the AppHost refuses, and what it and its parts have said.</summary>
    private async Task<(string Line, IReadOnlyCollection<string> Said)> RefuseAsync(params string[] arguments)
    {
        string[] port = arguments.Contains("--Port") ? [] : ["--Port", "0"];
        await using var process = ChildProcess.Start(Repository.Built("AgentPlatform.AppHost"), "gateway is at ", [.. arguments, .. port, "--Data", _data, "--LocalHosting:Dashboard", "false"], null);

        Assert.Equal(1, await process.ExitAsync());
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', process.Errors));
        return (Assert.Single(process.Errors), process.Output);
    }
}
