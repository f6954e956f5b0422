using System.ComponentModel;
using System.Globalization;
using System.Text;
using ExecutionService.Executions;

namespace ExecutionService.Tools;

/// <summary>The folder of one user's agent. Paths are relative to it and cannot leave it.</summary>
internal sealed class Workspace
{
    private const int MaxPathCharacters = 200;

    private readonly string _root;
    private readonly ExecutionOptions _options;

    private Workspace(string root, ExecutionOptions options) => (_root, _options) = (root, options);

    /// <summary>An agent's workspace is kept between its runs; a test run of a draft has one of its own.</summary>
    public static Workspace Of(ExecutionState execution, ExecutionOptions options) =>
        new(Path.GetFullPath(Path.Combine(options.WorkspaceRoot, execution.UserId, execution.AgentId ?? $"test-{execution.Id}")), options);

    /// <summary>The folder on this machine, which may not exist yet.</summary>
    public string Folder => _root;

    public string ListFiles()
    {
        if (!Directory.Exists(_root))
        {
            return "The workspace is empty.";
        }

        var files = Files().Select(file => $"{Path.GetRelativePath(_root, file.FullName)}\t{file.Length.ToString(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal).ToList();
        return files.Count == 0 ? "The workspace is empty." : string.Join('\n', files);
    }

    public async Task<string> ReadFileAsync([Description("Path relative to the workspace.")] string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Resolve(path));
        if (!file.Exists)
        {
            throw new ToolException($"There is no file '{path}'.");
        }

        return file.Length <= _options.MaxFileBytes
            ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
            : throw new ToolException($"The file has {file.Length} bytes; at most {_options.MaxFileBytes} can be read.");
    }

    public async Task<string> WriteFileAsync(
        [Description("Path relative to the workspace.")] string path, [Description("The whole text of the file.")] string content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var target = Resolve(path);
        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length > _options.MaxFileBytes)
        {
            throw new ToolException($"The text has {bytes.Length} bytes; at most {_options.MaxFileBytes} can be written.");
        }

        if (!File.Exists(target) && Directory.Exists(_root) && Files().Take(_options.MaxFiles).Count() >= _options.MaxFiles)
        {
            throw new ToolException($"The workspace holds {_options.MaxFiles} files, its limit.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // Written beside and moved into place, so that a crash leaves the old file or the new one.
            var unfinished = $"{target}.{Path.GetRandomFileName()}";
            await File.WriteAllBytesAsync(unfinished, bytes, cancellationToken);
            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"'{path}' cannot be written: a folder or file of that name is in the way, or the disk is full.");
        }

        return $"Wrote {bytes.Length} bytes to {path}.";
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(_root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });

    /// <summary>The file's place on disk; refuses what leaves the workspace, by name or through a link.</summary>
    private string Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = path.Split('/', '\\');
        if (path.Length is 0 or > MaxPathCharacters || Path.IsPathRooted(path) || path.Any(char.IsControl) || segments.Any(segment => segment is "" or "." or ".." || segment.Contains(':', StringComparison.Ordinal)))
        {
            throw new ToolException($"'{path}' is not a path inside the workspace.");
        }

        var place = _root;
        foreach (var segment in segments)
        {
            place = Path.Combine(place, segment);
            if (new FileInfo(place).LinkTarget is not null)
            {
                throw new ToolException($"'{path}' is not a path inside the workspace.");
            }
        }

        return place;
    }
}
