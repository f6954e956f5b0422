using System.Diagnostics;

namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>Ends a call, once: the first reason stands. With bubblewrap's process everything inside dies, also what has left its session.</summary>
internal sealed class CallEnding(Process process)
{
    private int _reason = -1;

    /// <summary>Why the call was ended; null when nothing has.</summary>
    public SandboxEnd? Reason => Volatile.Read(ref _reason) is >= 0 and var reason ? (SandboxEnd)reason : null;

    public void End(SandboxEnd reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, -1) == -1)
        {
            // Does nothing when it has ended meanwhile.
            process.Kill();
        }
    }
}
