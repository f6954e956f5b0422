using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Finding;

/// <summary>
/// Finds the words of time in a sentence, which together are then read as a phrase. Clauses that stand together form a segment; segments that speak
/// of recurrence, of a time of day or of a delay count, and with them those that say something of such a schedule (<see cref="SegmentPlace"/>), so
/// that "today's news" or "Monday's meeting" stay part of the work.
/// </summary>
internal sealed class PhraseFinder
{
    /// <summary>Segments of times that are read alone for the choices where all together contradict each other.</summary>
    private const int MostStated = 8;

    private readonly PhraseLanguage _language;
    private readonly string _text;
    private readonly IReadOnlyList<Token> _tokens;
    private readonly List<PhraseSegment> _all;
    private readonly Dictionary<PhraseSegment, SegmentPlace> _places = new(ReferenceEqualityComparer.Instance);
    private readonly StrongEnds _strong;
    private readonly DateTime _now;

    public PhraseFinder(string sentence, DateTime now)
    {
        _text = PhraseTokenizer.Read(sentence, out _tokens).Text;
        (_language, _now, _all) = (PhraseGrammar.LanguageOf(sentence), now, PhraseSegment.Split(_tokens));
        _strong = new(_all);
    }

    public FoundPhrase? Find()
    {
        if (!_all.Exists(segment => segment.IsStrong))
        {
            return _all.Find(segment => Place(segment).IsWhen) is { } day ? new(Phrase([day]), Rest([day]), Read([day])) : null;
        }

        PhraseSegment[] sure = [.. _all.Where(segment => Place(segment) is { IsNegated: false } place && (segment.IsStrong || place.IsOfSchedule))];
        PhraseSegment[] either = [.. _all.Where(segment => segment.IsStrong || Place(segment) is { IsOfSchedule: true } or { IsUnclear: true })];
        PhraseSegment[] work = [.. sure.Where(segment => Place(segment).MayBeOfNoun)];

        if (work.Length > 0 && sure.Any(segment => segment.IsStrong && !Place(segment).MayBeOfNoun))
        {
            return OfNoun(sure, work);
        }

        return either.Length > sure.Length ? new(Phrase(either), Rest(either), Either(Read(sure), Read(either))) : new(Phrase(sure), Rest(sure), Read(sure));
    }

    // "Every Monday at 9am plan the biweekly meeting": the work's, unless nothing else says how often.
    private FoundPhrase OfNoun(PhraseSegment[] all, PhraseSegment[] work)
    {
        PhraseSegment[] rest = [.. all.Where(segment => !Place(segment).MayBeOfNoun)];
        var (without, with) = (Read(rest), Read(all));

        if (without is PhraseReading.Understood { Shape: var shape }
            && ((work.All(segment => Place(segment).IsOfNounBehind) && (shape.Kind != ScheduleKind.Once || !work.Any(segment => segment.Clauses.Any(clause => clause is Clause.Repeat)))) || (with is PhraseReading.Understood { Shape: var other } && Texts(other).SequenceEqual(Texts(shape)))))
        {
            return new(Phrase(rest), Rest(rest), without);
        }

        return new(Phrase(all), Rest(all), (without, with) is (PhraseReading.Refused { Refusal: var refusal }, PhraseReading.Understood { Shape: var recurring })
            ? Refusals.Because(refusal.Code, [.. Texts(recurring), .. refusal.Suggestions])
            : Either(without, with));
    }

    private SegmentPlace Place(PhraseSegment segment)
    {
        if (!_places.TryGetValue(segment, out var place))
        {
            place = new(_text, _tokens, _strong, segment);
            _places.Add(segment, place);
        }

        return place;
    }

    private PhraseReading Read(PhraseSegment[] segments)
    {
        var reading = WithStated(PhraseGrammar.Read(Phrase(segments), _language, _now), [.. segments.Where(segment => segment.IsStrong)]);

        // The time that is missing may be there, and be none.
        return reading is not PhraseReading.Refused { Refusal.Code: RefusalCodes.MissingTime } ? reading
            : WrongClocks.Instead(_tokens, _language, corrected => PhraseMeaning.Resolve([.. PhraseSegment.Split(corrected).Where(segment => segment.IsStrong).SelectMany(segment => segment.Clauses)], _language, _now)) ?? reading;
    }

    // Where several are said of times, what the first of them says alone is among the choices: every day at 8am, and not what it says together with 9am to 6pm.
    private PhraseReading WithStated(PhraseReading reading, PhraseSegment[] strong) => reading is PhraseReading.Refused { Refusal: var refusal } && strong.Length > 1
        && strong.Take(MostStated).Select(segment => PhraseGrammar.Read(Phrase([segment]), _language, _now)).OfType<PhraseReading.Understood>().FirstOrDefault() is { Shape: var shape }
        ? Refusals.Because(refusal.Code, [.. Texts(shape), .. refusal.Suggestions]) : reading;

    // What is refused without the words that may belong to the work is refused with them, for its suggestions say them, too.
    private PhraseReading Either(PhraseReading without, PhraseReading with) => without is not PhraseReading.Understood { Shape: var shape }
        ? with is PhraseReading.Refused ? with : without
        : Refusals.Because(RefusalCodes.AmbiguousRule, [
            .. with is PhraseReading.Understood { Shape: var qualified } ? Texts(qualified) : ((PhraseReading.Refused)with).Refusal.Suggestions,
            .. Texts(shape)]);

    private IReadOnlyList<string> Texts(ScheduleShape shape) => [.. new Suggestions(_language, PhraseGrammar.ZoneOf(_text)).Of(shape)];

    private string Phrase(PhraseSegment[] segments) => Join(segments.Select(TextOf));

    // What closes a sentence or opens no parenthesis is none of it.
    private string TextOf(PhraseSegment segment)
    {
        var text = _text[_tokens[segment.From].Start.._tokens[segment.To - 1].End].TrimEnd('.', '!', ' ');
        text = text.EndsWith(')') && !text.Contains('(') ? text[..^1] : text;
        return !Place(segment).IsNegated ? text : PhraseGrammar.LanguageOf(text) == PhraseLanguage.Korean ? $"{text} 제외" : $"except {text}";
    }

    private string Rest(PhraseSegment[] segments)
    {
        var (pieces, start) = (new List<string>(), 0);

        foreach (var segment in segments)
        {
            pieces.Add(_text[start.._tokens[segment.From].Start]);
            start = _tokens[segment.To - 1].End;
        }

        pieces.Add(_text[start..]);
        return Join(pieces.Select(piece => piece.Trim().Trim(',').TrimEnd('(', '-', '–', '—').Trim()).Where(piece => piece is not ("." or "!" or ")")));
    }

    private static string Join(IEnumerable<string> pieces) => string.Join(' ', pieces.Where(piece => piece.Length > 0));
}
