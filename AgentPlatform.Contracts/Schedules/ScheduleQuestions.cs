using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Contracts.Schedules;

/// <summary>Asks SchedulerService to resolve a schedule for another service (<c>POST /internal/schedules/resolve</c>).</summary>
/// <param name="Schedule">The schedule as given.</param>
/// <param name="DefaultTimeZone">IANA zone of a schedule that names none; the caller's when null.</param>
/// <param name="MayBeOver">Whether one whose instants have all passed is taken, as what was kept in a file is.</param>
public sealed record ResolveScheduleRequest([property: Required] ScheduleInput Schedule, string? DefaultTimeZone = null, bool MayBeOver = false);

/// <summary>Asks for the next instants of resolved schedules, in order (<c>POST /internal/schedules/next-runs</c>).</summary>
public sealed record NextRunsRequest([property: Required, MaxLength(100)] IReadOnlyList<Schedule> Schedules, [property: Range(1, 100)] int Count);

/// <summary>One list of instants for each schedule that was asked about.</summary>
public sealed record NextRunsAnswer(IReadOnlyList<IReadOnlyList<DateTimeOffset>> NextRuns);

/// <summary>
/// Asks what a resolved schedule will do from now on, by the agent's last successful runs and by the run <paramref name="ExecutionId"/>
/// if it is the caller's and succeeded (<c>POST /internal/schedules/forecast</c>).
/// </summary>
public sealed record ForecastRequest(
    [property: Required, StringLength(64, MinimumLength = 1)] string AgentId,
    [property: Required] Schedule Schedule,
    [property: Range(1, 366)] int Days,
    [property: StringLength(64, MinimumLength = 1)] string? ExecutionId = null);

/// <summary>
/// Asks for the schedule phrase inside a sentence (<c>POST /internal/phrases/find</c>). A text that is <paramref name="Whole"/> is nothing but a phrase:
/// none of its words is taken for the work to be done, and one that is not understood refuses it.
/// </summary>
public sealed record FindPhraseRequest([property: Required, StringLength(8000)] string Text, [property: StringLength(64)] string? TimeZone, bool Whole = false);

/// <summary>
/// What was found: a phrase with its schedule and the rest of the sentence; or nothing that speaks of time (all null);
/// or a phrase that speaks of time and is refused, with <paramref name="Refusal"/> and phrases that would be understood.
/// </summary>
public sealed record FindPhraseAnswer(string? Phrase, string? Rest, Schedule? Schedule, string? Refusal, IReadOnlyList<string> Suggestions);
