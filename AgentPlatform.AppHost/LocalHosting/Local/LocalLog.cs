namespace Aspire.Hosting.Local;

/// <summary>What the parts say, each line with its name, on the console and for the page.</summary>
internal sealed class LocalLog
{
    private const int KeptLines = 2_000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Takes a line; null is the end of what a process says.</summary>
    public void Write(string name, string? text)
    {
        if (text is null)
        {
            return;
        }

        var line = $"{name,-18} | {text}";
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }

        Console.WriteLine(line);
    }
}
