using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ExecutionService.Sandboxes.Bubblewrap.Kernel;

namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>
/// Starts programs on one thread that lasts as long as this does: what dies with its parent (bwrap --die-with-parent) dies when the
/// thread that started it ends, and threads of the pool come and go.
/// </summary>
internal sealed class ProcessStarter : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];

    public ProcessStarter() => new Thread(Run) { IsBackground = true, Name = "sandbox-starter" }.Start();

    /// <summary>A program with three pipes, the given environment and no other open file of this process.</summary>
    public Task<Process> StartAsync(IReadOnlyList<string> command)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(Start(command));
            }
            catch (Exception exception)
            {
                // The thread must outlive a program that cannot be started; the caller hears of it.
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public void Dispose() => _starts.CompleteAdding();

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false), WorkingDirectory = "/" };
        // bwrap's own environment can be read inside as that of process 1: it has none.
        start.Environment.Clear();
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        if (!LibC.TryKeepFilesFromChildren())
        {
            throw new InvalidOperationException("This kernel cannot keep open files from a sandbox: Linux 5.11 or newer is needed.");
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("The sandbox could not be started on this machine.", exception);
        }
    }

    private void Run()
    {
        foreach (var start in _starts.GetConsumingEnumerable())
        {
            start();
        }

        _starts.Dispose();
    }
}
