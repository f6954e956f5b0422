
namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>How much of a workspace is copied.</summary>
internal sealed record CopyLimits(int Files, long Bytes)
{
    public static CopyLimits Of(KubernetesSandboxOptions options) => new(options.CopyFiles, options.CopyMebibytes * 1024L * 1024);

    /// <exception cref="SandboxFailedException">It is more.</exception>
    public void Check(int files, long bytes)
    {
        if (files > Files)
        {
            throw new SandboxFailedException($"The workspace has more than {Files} files and folders; a sandbox of a warm pool takes no more.");
        }

        if (bytes > Bytes)
        {
            throw new SandboxFailedException($"The workspace has more than {Bytes / 1024 / 1024} MiB; a sandbox of a warm pool takes no more.");
        }
    }
}
