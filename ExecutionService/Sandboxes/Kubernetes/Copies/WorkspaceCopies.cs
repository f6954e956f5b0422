using System.IO.Pipelines;
using ExecutionService.Sandboxes.Kubernetes.Execs;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>Carries a workspace into a pod that does not mount it, and back.</summary>
internal sealed class WorkspaceCopies(PodExec exec, IOptions<KubernetesSandboxOptions> options)
{
    /// <summary>Copies the workspace into the pod, unless the pod has the same already.</summary>
    /// <param name="pod">Its name.</param>
    /// <param name="folder">The workspace.</param>
    /// <param name="there">What the pod has; null for a new pod.</param>
    /// <param name="cancellationToken">Leaves the pod with half of it.</param>
    /// <returns>What the pod has now.</returns>
    public async Task<WorkspaceListing> InAsync(string pod, string folder, WorkspaceListing? there, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var listing = WorkspaceListing.Read(folder, CopyLimits.Of(options.Value));
        if (there?.IsSameAs(listing) == true)
        {
            return there;
        }

        var size = await WorkspacePacking.MeasureAsync(listing, cancellationToken);
        var end = await exec.RunAsync(pod, PodCommands.UnpackOf(size), (stream, token) => WorkspacePacking.WriteAsync(listing, folder, stream, token), (_, _) => ValueTask.CompletedTask, cancellationToken);
        return end.ExitCode == 0 ? listing : throw new SandboxFailedException("The workspace could not be copied into the sandbox.", end.Broken);
    }

    /// <summary>Copies what has changed in the pod back into the workspace.</summary>
    /// <param name="pod">Its name.</param>
    /// <param name="folder">The workspace.</param>
    /// <param name="before">What was copied into the pod.</param>
    /// <param name="cancellationToken">Leaves it half done.</param>
    /// <returns>What the pod has.</returns>
    public async Task<WorkspaceListing> OutAsync(string pod, string folder, WorkspaceListing before, CancellationToken cancellationToken)
    {
        var archive = new Pipe();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var packing = PackAsync(pod, archive.Writer, enough.Token);
        try
        {
            await using var stream = archive.Reader.AsStream();
            var after = await WorkspaceUnpacking.ReadAsync(stream, folder, before, CopyLimits.Of(options.Value), cancellationToken);
            // What follows the archive's end is padding.
            await stream.CopyToAsync(Stream.Null, cancellationToken);
            return (await packing).ExitCode == 0 ? after : throw new SandboxFailedException("The workspace could not be copied out of the sandbox whole.", (await packing).Broken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new SandboxFailedException("The workspace could not be copied out of the sandbox.", exception);
        }
        finally
        {
            await enough.CancelAsync();
            await ((Task)packing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ExecEnd> PackAsync(string pod, PipeWriter archive, CancellationToken cancellationToken)
    {
        try
        {
            return await exec.RunAsync(pod, PodCommands.Pack, null, async (channel, data) =>
            {
                if (channel == ExecChannel.Output)
                {
                    await archive.WriteAsync(data, cancellationToken);
                }
            }, cancellationToken);
        }
        finally
        {
            await archive.CompleteAsync();
        }
    }
}
