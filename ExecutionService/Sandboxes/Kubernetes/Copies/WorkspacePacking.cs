using System.Formats.Tar;

namespace ExecutionService.Sandboxes.Kubernetes.Copies;

/// <summary>
/// Writes a workspace as an archive. Its size must be known before it is sent, so it is written twice: first for its length,
/// with nothing in the files, then for real. A file that has changed its length by then is cut or filled up to the first one.
/// </summary>
internal static class WorkspacePacking
{
    /// <summary>Bytes that <see cref="WriteAsync"/> writes.</summary>
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
            await using var content = file.IsFolder ? null : new FixedLengthStream(folder is null ? null : Open(Path.Combine(folder, file.Path)), file.Length);
            var entry = new PaxTarEntry(file.IsFolder ? TarEntryType.Directory : TarEntryType.RegularFile, file.IsFolder ? $"{file.Path}/" : file.Path) { ModificationTime = file.ModifiedAt, Mode = file.Mode, DataStream = content };
            await archive.WriteEntryAsync(entry, cancellationToken);
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
