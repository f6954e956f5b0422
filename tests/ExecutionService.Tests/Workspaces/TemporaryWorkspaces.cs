using System.Diagnostics;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Executions;
using ExecutionService.Executions;
using ExecutionService.Sandboxes;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Artifacts;
using ExecutionService.Workspaces.Files;
using ExecutionService.Workspaces.Leaving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Workspaces;

/// <summary>Workspaces in a folder that goes with the test, and a hand that plants in them what agents' code could.</summary>
internal sealed class TemporaryWorkspaces : IDisposable
{
    /// <summary>What lies outside and must never be met.</summary>
    public const string Secret = "secret of the host";

    public TemporaryWorkspaces(Action<WorkspaceOptions>? configure = null)
    {
        configure?.Invoke(Options);
        var execution = Microsoft.Extensions.Options.Options.Create(new ExecutionOptions { WorkspaceRoot = Path.Combine(Root, "workspaces") });
        Leaving = new LeavingWorkspaces(Clock, execution);
        Store = new WorkspaceStore(Leaving, execution, Microsoft.Extensions.Options.Options.Create(Options));
        Keeper = new ArtifactKeeper(Store, Microsoft.Extensions.Options.Options.Create(Options), NullLogger<ArtifactKeeper>.Instance);
        Outside = Directory.CreateDirectory(Path.Combine(Root, "outside")).FullName;
        SecretFile = Path.Combine(Outside, "secret");
        File.WriteAllText(SecretFile, Secret);
        HostFile = Path.Combine(Root, "host");
        File.WriteAllText(HostFile, Secret);
        Workspace = Store.Of("user", "agent");
        Workspace.Make();
        Give(Outside, "secret");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("workspaces-").FullName;

    public WorkspaceOptions Options { get; } = new();

    public FakeTimeProvider Clock { get; } = new(ExecutionApp.Start);

    public LeavingWorkspaces Leaving { get; }

    public WorkspaceStore Store { get; }

    public ArtifactKeeper Keeper { get; }

    /// <summary>A folder outside, with a secret in it that belongs to the workspace's user: only the way to it keeps it from being read.</summary>
    public string Outside { get; }

    /// <summary>A file of the service's own user.</summary>
    public string HostFile { get; }

    public string SecretFile { get; }

    /// <summary>The workspace of the user's agent.</summary>
    public Workspace Workspace { get; }

    /// <summary>A run of the agent, or of a draft.</summary>
    public static ExecutionState Run(string id = "run", string? agentId = "agent", DateTimeOffset? startTime = null) => new()
    {
        Id = id,
        UserId = "user",
        AgentId = agentId,
        Agent = new AgentSnapshot("A", "Do.", null, [], new AgentLimits()),
        Trigger = new ExecutionTrigger(TriggerKind.Manual),
        Status = ExecutionStatus.Running,
        StartTime = startTime ?? ExecutionApp.Start,
        CreatedAt = ExecutionApp.Start,
    };

    /// <summary>A path of the workspace on this machine.</summary>
    public string At(string path) => Path.Combine(Workspace.Folder, path);

    /// <summary>Makes a file as the agent's code would: it belongs to the workspace's user.</summary>
    public void Plant(string path, string content, DateTimeOffset? modifiedAt = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
        GiveToAgent(path);
        if (modifiedAt is { } at)
        {
            File.SetLastWriteTimeUtc(At(path), at.UtcDateTime);
        }
    }

    public void GiveToAgent(string path) => Give(Workspace.Folder, path);

    private void Give(string folder, string path)
    {
        if (SandboxUser.Of(Workspace.Folder) is { } user)
        {
            using var root = Libc.TryOpenRoot(folder, out _);
            using var place = Libc.TryOpenPlace(root!, FileName.Of(path), out _);
            if (place is not null)
            {
                Libc.Give(place, user);
            }
        }
    }

    /// <summary>The content of a file of the workspace, or why it is refused.</summary>
    public string Read(string path)
    {
        using var folder = Workspace.TryOpen()!;
        try
        {
            using var reader = new StreamReader(folder.OpenRead(path, out _));
            return reader.ReadToEnd();
        }
        catch (FileRefusedException exception)
        {
            return exception.Refusal.ToString();
        }
    }

    /// <summary>Writes to the workspace; why it is refused, or null.</summary>
    public string? Write(string path, string content = "planted")
    {
        using var folder = Workspace.TryOpen()!;
        try
        {
            folder.Write(path, System.Text.Encoding.UTF8.GetBytes(content));
            return null;
        }
        catch (FileRefusedException exception)
        {
            return exception.Refusal.ToString();
        }
    }

    /// <summary>Fails unless the host's folder is as it was.</summary>
    public void OutsideIsUntouched()
    {
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(Outside).Select(Path.GetFileName));
        Assert.Equal(Secret, File.ReadAllText(SecretFile));
    }

    /// <summary>Runs a program of the system; its exit code, or null when it is not here.</summary>
    public static int? Execute(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // Not Directory.Delete: some tests make what it cannot remove.
    public void Dispose() => FolderRemover.Remove(Root, CancellationToken.None);
}
