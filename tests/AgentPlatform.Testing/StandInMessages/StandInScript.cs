using System.Collections.Concurrent;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>What the stand-in answers: the queue first, then the standing answer, else the simulated model.</summary>
public sealed class StandInScript
{
    private readonly ConcurrentQueue<StandInAnswer> queue = new();
    private volatile StandInAnswer? standing;

    /// <summary>Answers the next call, once.</summary>
    public StandInScript Enqueue(params IReadOnlyList<StandInAnswer> answers)
    {
        foreach (var answer in answers)
        {
            queue.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers every call for which nothing is queued; null goes back to the simulated model.</summary>
    public StandInScript Always(StandInAnswer? answer)
    {
        standing = answer;
        return this;
    }

    internal StandInAnswer? Next() => queue.TryDequeue(out var answer) ? answer : standing;
}
