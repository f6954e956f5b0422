using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Rules;
using SchedulerService.Tests.Schedules;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>The agents with their schedules of all kinds, and the people who change them.</summary>
internal sealed class RacePeople(Random random, Func<DateTimeOffset> now)
{
    private const int AgentCount = 36;

    private static readonly string[] Crons = ["* * * * *", "*/2 * * * *", "*/5 * * * *", "*/30 * * * * *"];
    private static readonly string[] CatchUpNames = [CatchUps.None, CatchUps.Last, CatchUps.All];

    private readonly Dictionary<string, long> _revisions = [];
    private int _backfills;
    private readonly Dictionary<string, Schedule> _schedules = [];

    /// <summary>Every change that was told, by agent and revision.</summary>
    public Dictionary<(string AgentId, long Revision), AgentScheduleChanged> Sent { get; } = [];

    public IReadOnlyList<string> Agents { get; } = [.. Enumerable.Range(0, AgentCount).Select(number => $"agent{number:00}")];

    /// <summary>Whether the clock of an agent is never changed: every third one's is.</summary>
    public static bool IsSteady(string agentId) => int.Parse(agentId["agent".Length..], System.Globalization.CultureInfo.InvariantCulture) % 3 != 0;

    public Schedule Of(string agentId) => _schedules[agentId];

    /// <summary>Every overlap with every way to catch up, twice.</summary>
    public IEnumerable<AgentScheduleChanged> Arrive()
    {
        foreach (var (agentId, number) in Agents.Select((agentId, number) => (agentId, number)))
        {
            _schedules[agentId] = ScheduleClockTests.Cron(Crons[random.Next(Crons.Length)], number % 2 == 0 ? "UTC" : "Asia/Seoul") with
            {
                Overlap = Overlaps.All[number % 6],
                CatchUp = CatchUpNames[number / 6 % 3],
                CatchUpWindow = random.Next(3) == 0 ? "PT10M" : "PT24H",
                JitterSeconds = random.Next(3) == 0 ? 40 : 0,
                PauseAfterFailures = random.Next(3) == 0 ? 3 : null,
            };
            yield return Message(agentId, active: true);
        }
    }

    /// <summary>A change of one of the agents whose clocks change, now and then; null when nobody changes anything.</summary>
    public object? Change()
    {
        var agentId = Agents[random.Next(Agents.Count)];
        if (IsSteady(agentId) || random.Next(2) == 0)
        {
            return null;
        }

        var choice = random.Next(10);
        if (choice < 3)
        {
            return Message(agentId, active: false);
        }

        _schedules[agentId] = choice < 6
            ? _schedules[agentId] with { Cron = Crons[random.Next(Crons.Length)], JitterSeconds = random.Next(2) * 40 }
            : _schedules[agentId] with { Overlap = Overlaps.All[random.Next(6)], CatchUp = CatchUpNames[random.Next(3)] };
        return choice == 9 && random.Next(5) == 0 ? new AgentDeleted(agentId, "user", ++_revisions[agentId]) : Message(agentId, active: true);
    }

    /// <summary>A request: a pause, a resume, or a backfill.</summary>
    public Func<RaceProcess, Task> Act()
    {
        var agentId = Agents[random.Next(Agents.Count)];
        var from = now().AddMinutes(-random.Next(1, 300));
        var (choice, minutes) = (random.Next(6), random.Next(0, 15));
        var id = $"backfill{_backfills++}";
        var overlap = random.Next(2) == 0 ? Overlaps.AllowAll : null;
        return choice switch
        {
            0 => process => process.Writer.PauseAsync("user", agentId, paused: true, "holiday", CancellationToken.None),
            < 4 => process => process.Writer.PauseAsync("user", agentId, paused: false, null, CancellationToken.None),
            _ => process => process.Backfills.AcceptAsync("user", agentId, id, from, from.AddMinutes(minutes), overlap, CancellationToken.None),
        };
    }

    private AgentScheduleChanged Message(string agentId, bool active)
    {
        var revision = _revisions[agentId] = _revisions.GetValueOrDefault(agentId) + 1;
        return Sent[(agentId, revision)] = new AgentScheduleChanged(agentId, "user", agentId, 1, revision, active, _schedules[agentId], now());
    }
}
