using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using SchedulerService.Phrases.Finding;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases;

/// <summary><c>/internal/phrases</c>: the grammar for the chat.</summary>
internal static class PhraseQuestionEndpoints
{
    public static void MapPhraseQuestions(this IEndpointRouteBuilder app) => app.MapPost("/internal/phrases/find", Find);

    private static Results<Ok<FindPhraseAnswer>, ProblemHttpResult> Find(FindPhraseRequest request, Caller caller, TimeProvider clock)
    {
        var zoneId = request.TimeZone ?? caller.TimeZone;

        if (!TimeZones.TryFind(zoneId, out var zone))
        {
            return Problem.Validation("timeZone", $"'{zoneId}' is not an IANA time zone.");
        }

        var now = clock.GetUtcNow();

        if (request.Whole)
        {
            return TypedResults.Ok(Answer(request.Text, "", ScheduleRules.Resolve(new() { Phrase = request.Text }, zoneId, now)));
        }

        if (PhraseGrammar.Find(request.Text, LocalTimes.FromInstant(now, zone)) is not { } found)
        {
            return TypedResults.Ok(new FindPhraseAnswer(null, null, null, null, []));
        }

        // What is said in a zone that it names is read again by that zone's clock.
        if (PhraseGrammar.ZoneOf(found.Phrase) is { } said && said != zoneId && TimeZones.TryFind(said, out zone))
        {
            (zoneId, found) = (said, PhraseGrammar.Find(request.Text, LocalTimes.FromInstant(now, zone))!);
        }

        return TypedResults.Ok(Answer(found, zoneId, now));
    }

    private static FindPhraseAnswer Answer(FoundPhrase found, string zone, DateTimeOffset now)
    {
        // The zone is no member beside the phrase: what is offered may name another one.
        var input = new ScheduleInput { Phrase = found.Phrase };

        // The phrase alone must give the schedule again, for it is what the agent keeps.
        var resolution = found.Reading is PhraseReading.Refused { Refusal: var refusal }
            ? new PhraseOffers(input, zone, now).Instead(new(refusal, PhraseGrammar.LanguageOf($"{found.Phrase} {found.Rest}")))
            : ScheduleRules.Resolve(input, zone, now);

        return Answer(found.Phrase, found.Rest, resolution);
    }

    private static FindPhraseAnswer Answer(string phrase, string rest, ScheduleResolution resolution) => resolution switch
    {
        ScheduleResolution.Resolved { Schedule: var schedule } => new(phrase, rest, schedule, null, []),
        ScheduleResolution.Refused refused => new(phrase, rest, null, refused.Reason, refused.Refusal.Suggestions),
        ScheduleResolution.Invalid { Errors: var errors } => new(phrase, rest, null, string.Join(' ', errors.SelectMany(error => error.Value)), []),
        _ => throw new InvalidOperationException(resolution.ToString()),
    };
}
