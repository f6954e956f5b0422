using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>
/// What a refused phrase is offered in its place. The grammar knows neither the zone nor its calendar, nor what stands beside the phrase:
/// each suggestion goes the way of a phrase that a caller gives, and is offered only where it comes out as a schedule.
/// </summary>
internal sealed class PhraseOffers(ScheduleInput input, string defaultZone, DateTimeOffset now)
{
    private const int MostOffered = 4;

    private readonly string? _zone = input.Phrase is { } phrase ? PhraseGrammar.ZoneOf(phrase) : null;

    /// <summary>The refusal with suggestions that are accepted; where what stands beside the phrase leaves none of any phrase, what is wrong with that.</summary>
    public ScheduleResolution Instead(ScheduleResolution.Refused refused)
    {
        var suggest = new Suggestions(refused.Language, _zone);
        string[] offered = [.. refused.Refusal.Suggestions.Select(suggestion => Accepted(suggestion, suggest)).OfType<string>().Distinct().Take(MostOffered)];
        offered = offered.Length > 0 ? offered : [.. suggest.Common().Where(IsAccepted)];

        if (offered.Length > 0)
        {
            return refused with { Refusal = LacksCalendar(refused.Refusal) ? Refusals.Of(RefusalCodes.HolidayCalendar, offered) : refused.Refusal with { Suggestions = offered } };
        }

        // No rule has an instant where every minute has none.
        var always = suggest.Of(new ScheduleShape(ScheduleKind.Hours), new ScheduleShape(ScheduleKind.Minutes)).ToArray();
        return Read(always[^1]) is ScheduleResolution.Invalid invalid ? invalid : refused with { Refusal = refused.Refusal with { Suggestions = [.. always.Where(IsAccepted)] } };
    }

    // 매월 마지막 영업일 lacks a time, too; but no time of day would help where there is no calendar.
    private bool LacksCalendar(PhraseRefusal refusal) => refusal is { Code: not (RefusalCodes.NotUnderstood or RefusalCodes.Unsupported), Suggestions.Count: > 0 }
        && refusal.Suggestions.All(suggestion => Read(suggestion) is ScheduleResolution.Refused { Refusal.Code: RefusalCodes.HolidayCalendar });

    private string? Accepted(string suggestion, Suggestions suggest) => IsAccepted(suggestion) ? suggestion
        : PhraseGrammar.Read(suggestion, Local) is PhraseReading.Understood { Shape: var shape } ? NearestShapes.Of(shape, Local).SelectMany(near => suggest.Of(near)).FirstOrDefault(IsAccepted)
        : null;

    private bool IsAccepted(string phrase) => phrase.Length <= ScheduleInput.MaxPhraseLength && Read(phrase) is ScheduleResolution.Resolved;

    private ScheduleResolution Read(string phrase) => ScheduleRules.Read(input with { Phrase = phrase }, defaultZone, now);

    private DateTime Local => TimeZones.TryFind(input.TimeZone ?? _zone ?? defaultZone, out var zone) ? LocalTimes.FromInstant(now, zone) : now.UtcDateTime;
}
