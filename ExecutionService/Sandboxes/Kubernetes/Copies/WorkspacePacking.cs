using System.Formats.Tar;

namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>
/// Writes a workspace as an archive. Its size must be known before it is sent, so it is written twice: first for its length,
/// with nothing in the files, then for real. A file that has changed its length by then is cut or filled up to the first one.
/// </summary>
internal static class WorkspacePacking
{
    /// <summary>Bytes that <see cref="WriteAsync"/> writes; none for an empty workspace, for which no archive is written.</summary>
    public static async Task<long> MeasureAsync(WorkspaceListing listing, CancellationToken cancellationToken)
    {
        await using var counter = new CountingStream();
        await WriteAsync(listing, null, counter, cancellationToken);
        return counter.Count;
    }

    /// <param name="listing">What to write.</param>
    /// <param name="folder">The workspace; null for empty files of the same lengths.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Leaves the archive unfinished.</param>
    public static async Task WriteAsync(WorkspaceListing listing, string? folder, Stream target, CancellationToken cancellationToken)
    {
        await using var archive = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var file in listing.Files)
        {
            if (file.IsFolder)
            {
                await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, $"{file.Path}/") { ModificationTime = file.ModifiedAt, Mode = file.Mode }, cancellationToken);
                continue;
            }

            await using var content = new FixedLengthStream(folder is null ? null : Open(Path.Combine(folder, file.Path)), file.Length);
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file.Path) { ModificationTime = file.ModifiedAt, Mode = file.Mode, DataStream = content }, cancellationToken);
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            // A link that has taken the file's place is not followed.
            return new FileInfo(path) is { Exists: true, LinkTarget: null } ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
        }
        catch (IOException)
        {
            // Deleted since it was listed: what is sent is as long, and empty.
            return null;
        }
    }
}
