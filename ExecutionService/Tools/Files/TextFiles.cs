using System.ComponentModel;
using System.Globalization;
using System.Text;
using ExecutionService.Workspaces;
using ExecutionService.Workspaces.Files;

namespace ExecutionService.Tools.Files;

/// <summary>The text files of a workspace as a model works with them: whole small files of UTF-8, and clear words when one is not that.</summary>
internal sealed class TextFiles(Workspace workspace, WorkspaceOptions options)
{
    /// <summary>Files that a list shows; the model asks for a folder to see the others.</summary>
    private const int MaxListed = 1000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string List([Description("Folder relative to the workspace; all files when absent.")] string? folder = null)
    {
        if (folder is not null)
        {
            Check(folder);
        }

        var files = workspace.ListFiles(folder);
        var lines = files.Take(MaxListed).Select(file => string.Create(CultureInfo.InvariantCulture, $"{(folder is null ? "" : folder + "/")}{file.Path}\t{file.Status.Size}"));
        var more = files.Count > MaxListed ? $"\n… and {files.Count - MaxListed} more files; name a folder to see its files." : "";
        return files.Count > 0 ? string.Join('\n', lines) + more : folder is null ? "The workspace is empty." : $"There are no files in '{folder}'.";
    }

    public string Read(
        [Description("Path relative to the workspace.")] string path,
        [Description("Number of the first line to read, from 1.")] int? offset = null,
        [Description("How many lines to read.")] int? limit = null)
    {
        if (offset < 1 || limit < 1)
        {
            throw new ToolException("offset and limit count lines from 1.");
        }

        var text = ReadText(path).TrimStart('\uFEFF');
        if (offset is null && limit is null)
        {
            return text;
        }

        var lines = text.Split('\n');
        // What ends with a line break has no further line after it.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var first = offset ?? 1;
        if (first > count)
        {
            throw new ToolException($"'{path}' has {count} lines.");
        }

        var last = (int)Math.Min((long)first + (limit ?? count) - 1, count);
        return $"{string.Join('\n', lines[(first - 1)..last])}\n(lines {first} to {last} of {count})";
    }

    public string Write([Description("Path relative to the workspace.")] string path, [Description("The whole text of the file.")] string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Check(path);
        var bytes = Encoding.UTF8.GetBytes(content);
        Save(path, bytes);
        return $"Wrote {bytes.Length} bytes to {path}.";
    }

    public string Edit(
        [Description("Path relative to the workspace.")] string path,
        [Description("The piece to replace, exactly as it is in the file, with enough of its surroundings to occur once.")] string oldText,
        [Description("What to put in its place.")] string newText,
        [Description("Replace all occurrences.")] bool replaceAll = false)
    {
        ArgumentNullException.ThrowIfNull(oldText);
        ArgumentNullException.ThrowIfNull(newText);
        var edit = TextEdit.Apply(ReadText(path), oldText, newText, replaceAll);
        if (edit.Text is null)
        {
            return edit.Refusal is { } refusal ? throw new ToolException($"'{path}': {refusal}") : $"{path} holds newText and no more oldText: the edit is done already, nothing was changed.";
        }

        Save(path, Encoding.UTF8.GetBytes(edit.Text));
        return edit.Replaced == 1 ? $"Replaced 1 occurrence in {path}." : $"Replaced {edit.Replaced} occurrences in {path}.";
    }

    private string ReadText(string path)
    {
        Check(path);
        try
        {
            using var folder = workspace.TryOpen() ?? throw new FileRefusedException(Refusal.NotFound);
            using var file = folder.OpenRead(path, out var status);
            var bytes = new byte[Math.Min(status.Size, options.MaxFileBytes) + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (status.Size > options.MaxFileBytes || read > options.MaxFileBytes)
            {
                throw new ToolException($"'{path}' has {Math.Max(status.Size, read)} bytes; at most {options.MaxFileBytes} can be read.");
            }

            return bytes.AsSpan(0, read).Contains((byte)0) ? throw NotText(path) : Strict.GetString(bytes, 0, read);
        }
        catch (DecoderFallbackException)
        {
            throw NotText(path);
        }
        catch (FileRefusedException exception)
        {
            throw new ToolException(exception.Refusal switch
            {
                Refusal.Folder => $"'{path}' is a folder.",
                Refusal.NotPlain => $"'{path}' is a link, or not a plain file: it is not read.",
                _ => $"There is no file '{path}'.",
            });
        }
    }

    private void Save(string path, byte[] bytes)
    {
        if (bytes.Length > options.MaxFileBytes)
        {
            throw new ToolException($"The text has {bytes.Length} bytes; at most {options.MaxFileBytes} can be written.");
        }

        try
        {
            workspace.Write(path, bytes);
        }
        catch (WorkspaceFullException exception)
        {
            throw new ToolException(exception.Message);
        }
        catch (FileRefusedException exception)
        {
            throw new ToolException(exception.Refusal switch
            {
                Refusal.DiskFull => $"'{path}' cannot be written: the disk is full.",
                Refusal.NameTooLong => $"'{path}' cannot be written: a name in it is longer than 255 bytes.",
                _ => $"'{path}' cannot be written: a folder, a file or a link of that name is in the way.",
            });
        }
    }

    private static ToolException NotText(string path) => new($"'{path}' is not a text in UTF-8.");

    private static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!WorkspacePath.IsValid(path))
        {
            throw new ToolException($"'{path}' is not a path inside the workspace.");
        }
    }
}
