using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Phrases.Refusing;

/// <summary>Whatever is refused, what is offered in its place is accepted: in the same zone, at the same moment, with the same calendar.</summary>
public sealed class AcceptedSuggestionsTests
{
    private static readonly string[] Rows = [.. PhraseCorpus.Rows().Select(row => row.Phrase)];
    private static readonly string[] Words = [.. Rows.SelectMany(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
    private static readonly Gen<string> Row = Gen.Int[0, Rows.Length - 1].Select(index => Rows[index]);
    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(index => Words[index]);

    // Rows as they are, with words of other rows in, out and in place of their own, two rows at once, and words alone.
    private static readonly Gen<string> Phrases = Gen.OneOf(
        Row,
        Gen.Select(Row, Word, Gen.Int[0, 20], (row, word, at) => With(row, at, (words, index) => words.Insert(index, word))),
        Gen.Select(Row, Word, Gen.Int[0, 20], (row, word, at) => With(row, at, (words, index) => words[index] = word)),
        Gen.Select(Row, Gen.Int[0, 20], (row, at) => With(row, at, (words, index) => words.RemoveAt(index))),
        Gen.Select(Row, Row, (one, other) => $"{one} {other}"),
        Word.Array[1, 6].Select(words => string.Join(' ', words)));

    private static readonly Gen<string> Zones = Gen.OneOf("Asia/Seoul", "America/New_York", "Europe/Berlin");

    // Each hour of the day, around the ends of years, of February and of summer time, too.
    private static readonly Gen<DateTimeOffset> Moments = Gen.Select(
        Gen.OneOf(new DateTime(2026, 11, 22), new DateTime(2026, 12, 31), new DateTime(2027, 2, 28), new DateTime(2028, 2, 29), new DateTime(2026, 10, 25), new DateTime(2026, 11, 1), new DateTime(2027, 3, 14), new DateTime(2027, 3, 28)),
        Gen.Int[0, (24 * 60 * 60) - 1],
        (date, second) => new DateTimeOffset(date.AddSeconds(second), TimeSpan.Zero));

    [Fact]
    public void Each_suggestion_of_a_refused_phrase_is_accepted() => Gen.Select(Phrases, Zones, Moments).Sample(
        (phrase, zone, now) => Problem(phrase, zone, now) is null,
        iter: PropertyRuns.Of(3000),
        print: of => $"'{of.Item1}' in {of.Item2} at {of.Item3:O}: {Problem(of.Item1, of.Item2, of.Item3)}");

    [Fact]
    public void Each_suggestion_of_a_refused_phrase_is_accepted_with_what_stands_beside_it() => Gen.Select(Phrases, Zones, Moments, Gen.Int[0, 7]).Sample(
        (phrase, zone, now, beside) => Problem(Beside(phrase, now, beside), zone, now) is null,
        iter: PropertyRuns.Of(1000),
        print: of => $"'{of.Item1}' in {of.Item2} at {of.Item3:O} beside {of.Item4}: {Problem(Beside(of.Item1, of.Item3, of.Item4), of.Item2, of.Item3)}");

    private static ScheduleInputOf Beside(string phrase, DateTimeOffset now, int beside) => new(phrase, now, beside);

    private static string? Problem(string phrase, string zone, DateTimeOffset now) => Problem(new ScheduleInputOf(phrase, now, 0), zone, now);

    // Null when the phrase is accepted, or refused with suggestions that are all accepted.
    private static string? Problem(ScheduleInputOf of, string zone, DateTimeOffset now)
    {
        switch (ScheduleRules.Resolve(of.Input, zone, now))
        {
            case ScheduleResolution.Resolved:
                return null;
            case ScheduleResolution.Refused { Refusal: var refusal, Language: var language }:
                var wrong = refusal.Suggestions.Where(suggestion => PhraseGrammar.LanguageOf(suggestion) != language || ScheduleRules.Resolve(of.Input with { Phrase = suggestion }, zone, now) is not ScheduleResolution.Resolved).ToArray();
                return refusal.Suggestions.Count is 0 or > 4 ? $"{refusal.Code} with {refusal.Suggestions.Count} suggestions" : wrong.Length > 0 ? $"{refusal.Code} suggests {string.Join(" | ", wrong)}" : null;
            case ScheduleResolution.Invalid { Errors: var errors }:
                var fields = errors.Keys.Except(of.Fields).ToArray();
                return fields.Length > 0 ? $"names {string.Join(", ", fields)}" : null;
            case var other:
                return other.ToString();
        }
    }

    private static string With(string row, int at, Action<List<string>, int> change)
    {
        List<string> words = [.. row.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        change(words, at % words.Count);
        return string.Join(' ', words);
    }

    /// <summary>A phrase with some members beside it, and the fields that may then be at fault themselves.</summary>
    private sealed record ScheduleInputOf(string Phrase, DateTimeOffset Now, int Beside)
    {
        public ScheduleInput Input => new()
        {
            Phrase = Phrase,
            EndAt = (Beside & 1) == 0 ? null : Now.AddHours(30),
            StartAt = (Beside & 2) == 0 ? null : Now.AddHours(20),
            Except = (Beside & 4) == 0 ? null : new() { DaysOfWeek = ["sat", "sun", "mon", "tue"], Holidays = true },
        };

        public string[] Fields => [.. (Beside & 1) == 0 ? [] : new[] { "endAt" }, .. (Beside & 2) == 0 ? [] : new[] { "startAt" }, .. (Beside & 4) == 0 ? [] : new[] { "except", "holidayCalendar" }];
    }
}
