using System.Text.Json;
using AgentPlatform.Contracts.Messages;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Outbox;
using Google.Cloud.Firestore.V1;
using SchedulerService.Firing.Backlogs;
using SchedulerService.Firing.Rules;
using SchedulerService.Ledger;
using SchedulerService.Schedules;
using SchedulerService.Schedules.Storage;

namespace SchedulerService.Tests.Firing.Races;

/// <summary>Follows every commit that held, and holds each against the rules: no instant is lost or made twice, no run is ordered twice, runs overlap as the policy says.</summary>
internal sealed class RaceLog(FirestoreDb db, RaceRuns runs, RacePeople people)
{
    public SortedDictionary<string, AgentLog> Agents { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Orders { get; } = [];

    public List<string> Violations { get; } = [];

    public int Commits { get; private set; }

    /// <summary>Runs that went on while another was started because nobody knew of them after the grace.</summary>
    public int Excused { get; private set; }

    /// <summary>Instants that a new rule shares with the one before, which had decided them when the message came.</summary>
    public int Shared { get; private set; }

    /// <summary>Backlogs that a change did not wait for.</summary>
    public int PutAside { get; private set; }

    public DateTimeOffset? EarliestDue => Agents.Values.Min(agent => agent.DueAt);

    public void Committed(RaceProcess process, CommitRequest commit)
    {
        Commits++;
        var writes = commit.Writes.Where(write => write.Update is not null).Select(write => (Path: write.Update.Name.Split("/documents/")[1].Split('/'), Write: write)).ToList();
        foreach (var (_, write) in writes.Where(write => write.Path[0] == "outbox-schedulerservice"))
        {
            foreach (var (type, body, _) in Outbox.Read(Snapshot(write)))
            {
                Order(type, body);
            }
        }

        foreach (var agent in writes.Where(write => write.Path[0] == "schedules").GroupBy(write => write.Path[1]))
        {
            var records = agent.Where(write => write.Path.Length == 4).Select(write => write.Write).ToList();
            Advance(agent.Key, agent.Where(write => write.Path.Length == 2).Select(write => write.Write).SingleOrDefault(), records);
        }
    }

    private void Order(string type, string body)
    {
        if (type == nameof(CancelExecution))
        {
            var cancel = JsonSerializer.Deserialize<CancelExecution>(body, JsonDefaults.Lenient)!;
            Agents[Orders[cancel.ExecutionId]].Cancelled.Add(cancel.ExecutionId);
            return;
        }

        var order = JsonSerializer.Deserialize<StartExecution>(body, JsonDefaults.Lenient)!;
        Check(Orders.TryAdd(order.ExecutionId, order.AgentId), order.AgentId, $"execution {order.ExecutionId} was ordered twice");
    }

    private void Advance(string agentId, Write? write, List<Write> records)
    {
        if (write is null)
        {
            Check(false, agentId, "a record was written without its schedule");
            return;
        }

        if (write.UpdateMask is { FieldPaths: ["dueAt"] })
        {
            Agents[agentId].DueAt = Snapshot(write).GetInstant("dueAt");
            return;
        }

        if (!Agents.TryGetValue(agentId, out var agent))
        {
            Agents[agentId] = agent = new AgentLog();
        }

        var after = Snapshot(write);
        var isEdit = write.UpdateMask is null || write.UpdateMask.FieldPaths.Contains("schedule");
        if (isEdit)
        {
            Edit(agentId, agent, after, records);
        }
        else
        {
            Decide(agentId, agent, after, records);
        }

        Check(!(after.GetInstant("lastDecidedAt") < agent.LastDecided), agentId, "it forgot until when it has decided");
        (agent.Next, agent.DueAt, agent.LastDecided) = (after.GetInstant("nextRunAt"), after.GetInstant("dueAt"), after.GetInstant("lastDecidedAt"));
        (agent.Waiting, agent.Backfill) = (Instants(after, "waiting"), Instants(after, "backfill"));
        agent.Unsettled = ScheduleStore.ReadUnsettled(after);
        agent.BackfillOverlap = after.GetText("backfillOverlap")!;
    }

    /// <summary>What was due or waited, and what the clock gave since, has a record now or waits.</summary>
    private void Decide(string agentId, AgentLog agent, DocumentSnapshot after, List<Write> records)
    {
        var settled = Settled(agentId, agent.Unsettled, ScheduleStore.ReadUnsettled(after));
        var passed = settled.Keys.ToList();
        var next = after.GetInstant("nextRunAt");
        for (var instant = agent.Next; instant is { } given && instant != next; instant = new ScheduleClock(agent.Schedule!).Next(given))
        {
            passed.Add(given);
        }

        var shared = passed.Where(instant => !agent.Passed.Add(instant)).ToHashSet();
        Shared += shared.Count;
        foreach (var instant in shared)
        {
            Check(instant <= agent.SharedUntil, agentId, $"{instant:u} came twice");
        }

        var decided = new List<DateTimeOffset>();
        foreach (var (record, isNew) in records.Select(record => (Snapshot(record), record.CurrentDocument is not null)))
        {
            var instant = record.GetInstant("scheduledFor")!.Value;
            Record(agentId, agent, instant, record, isNew);
            Check(!isNew || settled.GetValueOrDefault(instant, record.GetText("outcome")!) == record.GetText("outcome"), agentId, $"{instant:u} was put aside and became {record.GetText("outcome")}");
            if (isNew)
            {
                decided.Add(instant);
            }
        }

        var known = agent.Waiting.Concat(passed.Where(instant => !shared.Contains(instant))).Order().ToList();
        Check(known.SequenceEqual(decided.Concat(Instants(after, "waiting")).Order()), agentId, $"of {Words(known)} {Words(decided)} were recorded and {Words(Instants(after, "waiting"))} wait");
    }

    /// <summary>What a decision took from the backlogs, with the outcome that each was to have: the oldest first, and no gap.</summary>
    private Dictionary<DateTimeOffset, string> Settled(string agentId, IReadOnlyList<Unsettled> before, IReadOnlyList<Unsettled> after)
    {
        var settled = new Dictionary<DateTimeOffset, string>();
        for (var index = 0; index < before.Count; index++)
        {
            var left = index - (before.Count - after.Count) is var place and >= 0 ? after[place] : null;
            Check(left is null || left == before[index] with { Schedule = left.Schedule, Next = left.Next }, agentId, "a backlog was changed");
            var clock = new ScheduleClock(before[index].Schedule);
            for (DateTimeOffset? instant = before[index].Next; instant is { } given && instant <= before[index].Until && instant != left?.Next; instant = clock.Next(given))
            {
                settled.TryAdd(given, before[index].Outcome);
            }
        }

        return settled;
    }

    private void Record(string agentId, AgentLog agent, DateTimeOffset instant, DocumentSnapshot record, bool isNew)
    {
        var outcome = record.GetText("outcome")!;
        if (isNew)
        {
            Check(!agent.Records.ContainsKey(instant), agentId, $"{instant:u} has two records");
        }
        else
        {
            Check(agent.Records.GetValueOrDefault(instant) != Outcomes.Fired, agentId, $"{instant:u} fired and was backfilled");
            if (!agent.Passed.Contains(instant))
            {
                agent.Backfilled.Add(instant);
            }
        }

        agent.Records[instant] = outcome;
        if (outcome == Outcomes.Fired)
        {
            Fire(agentId, agent, instant, record, isNew);
        }
        else
        {
            Check(record.GetText("executionId") is null && !string.IsNullOrEmpty(record.GetText("reason")), agentId, $"{instant:u} is {outcome} without a reason");
        }
    }

    private void Fire(string agentId, AgentLog agent, DateTimeOffset instant, DocumentSnapshot record, bool isNew)
    {
        var executionId = record.GetText("executionId")!;
        Check(Orders.GetValueOrDefault(executionId) == agentId, agentId, $"{instant:u} fired without an order");
        runs.OrderedAt[executionId] = record.GetInstant("firedAt")!.Value;
        var overlap = isNew ? agent.Schedule!.Overlap : agent.BackfillOverlap;
        foreach (var other in agent.Fired.Where(other => !runs.HasEnded(other)))
        {
            if (runs.GivenUp.Contains(other))
            {
                Excused++;
            }
            else if (overlap == Overlaps.TerminateOther)
            {
                Check(agent.Cancelled.Contains(other), agentId, $"{instant:u} was to end {other} and did not ask for it; of {agent.Fired.Count(id => !runs.HasEnded(id))} that go on its place is {agent.Fired.Where(id => !runs.HasEnded(id)).ToList().IndexOf(other)}");
            }
            else
            {
                Check(overlap == Overlaps.AllowAll, agentId, $"{instant:u} fired beside {other} under {overlap}");
            }
        }

        if (isNew)
        {
            // What a new rule has since its change comes after what the old one fired meanwhile.
            Check(instant > agent.LastFired || instant <= agent.SharedUntil, agentId, $"{instant:u} fired after {agent.LastFired:u}");
            agent.LastFired = instant > agent.LastFired ? instant : agent.LastFired;
        }

        agent.Fired.Add(executionId);
    }

    /// <summary>A new clock begins at the moment of its change, whatever the old one has decided, and the old one ends there.</summary>
    private void Edit(string agentId, AgentLog agent, DocumentSnapshot after, List<Write> records)
    {
        Check(records.Count == 0, agentId, "an edit wrote records");
        Check(agent.Waiting.SequenceEqual(Instants(after, "waiting")), agentId, "an edit changed what waits");
        var schedule = after.GetRecord<Schedule>("schedule");
        var isActive = after.GetFlag("active");
        var (next, unsettled) = (after.GetInstant("nextRunAt"), ScheduleStore.ReadUnsettled(after));
        var dropped = PutAsideUntil(agentId, agent, unsettled) is { } until ? new ScheduleClock(agent.Schedule!).Next(until) : agent.Next;
        var revision = after.GetNumber("revision");
        var change = revision == agent.Revision ? null : people.Sent.GetValueOrDefault((agentId, revision));
        if (dropped != next || change is not null)
        {
            var since = change?.ChangedAt ?? after.GetInstant("updatedAt")!.Value;
            // A clock that stays as it is goes on where it was; a new one may well have the same next instant.
            var goesOn = isActive && agent.IsActive && (schedule!.Cron, schedule.JitterSeconds) == (agent.Schedule!.Cron, agent.Schedule.JitterSeconds);
            Check(goesOn ? dropped == next : dropped is null || dropped > since, agentId, $"{dropped:u} was dropped by a change of {since:u}");
            Check(isActive || (agent.Waiting.Count == 0 && agent.Backfill.Count == 0), agentId, "something waits in a schedule that was switched off");
            if (!goesOn)
            {
                Check(next == (isActive ? new ScheduleClock(schedule!).Next(since) : null), agentId, $"{next:u} comes next after a change of {since:u}");
                agent.SharedUntil = agent.LastDecided;
                Follow(agent, isActive ? schedule : null, since);
            }
        }

        (agent.Schedule, agent.IsActive, agent.Revision) = (schedule, isActive, revision);
    }

    private static void Follow(AgentLog agent, Schedule? schedule, DateTimeOffset since)
    {
        if (agent.Rules.Count > 0 && agent.Rules[^1].To is null)
        {
            agent.Rules[^1] = agent.Rules[^1] with { To = since };
        }

        if (schedule is not null)
        {
            agent.Rules.Add((schedule, since, null));
        }
    }

    /// <summary>Until when an edit put instants aside, from the next one on; null when it put none aside.</summary>
    private DateTimeOffset? PutAsideUntil(string agentId, AgentLog agent, IReadOnlyList<Unsettled> unsettled)
    {
        Check(unsettled.Take(agent.Unsettled.Count).Select(left => left.Next).SequenceEqual(agent.Unsettled.Select(left => left.Next)), agentId, "an edit dropped a backlog");
        Check(unsettled.Count - agent.Unsettled.Count is 0 or 1 && unsettled.Count <= Unsettled.Max, agentId, "an edit left more than one backlog");
        if (unsettled.Count == agent.Unsettled.Count)
        {
            return null;
        }

        PutAside++;
        Check(unsettled[^1].Next == agent.Next && unsettled[^1].Outcome != Outcomes.Fired, agentId, "a backlog does not begin with the next instant");
        return unsettled[^1].Until;
    }

    public void Check(bool holds, string agentId, string violation)
    {
        if (!holds)
        {
            Violations.Add($"{agentId}: {violation}");
        }
    }

    private DocumentSnapshot Snapshot(Write write) => DocumentSnapshot.ForTest(db, write.Update);

    private static List<DateTimeOffset> Instants(DocumentSnapshot snapshot, string field) =>
        snapshot.TryGetValue<object>(field, out var value) && value is List<object?> list ? [.. list.OfType<Timestamp>().Select(instant => instant.ToDateTimeOffset())] : [];

    private static string Words(IEnumerable<DateTimeOffset> instants) => $"[{string.Join(", ", instants.Select(instant => instant.ToString("u", null)))}]";
}
