using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases;

/// <summary>
/// Finds the words of time in a sentence. Clauses that stand together form a segment; only segments that speak of recurrence,
/// of a time of day or of a delay count, so that "today's news" or "Monday's meeting" stay part of the work.
/// </summary>
internal sealed class PhraseFinder(string sentence, DateTime now)
{
    private readonly PhraseLanguage _language = PhraseGrammar.LanguageOf(sentence);

    public FoundPhrase? Find()
    {
        var text = PhraseTokenizer.Read(sentence, out var tokens).Text;
        var segments = Segments(tokens);

        if (segments.Length == 0)
        {
            return null;
        }

        var reading = Read(segments);

        // The time that is missing may be there, and be none.
        if (reading is PhraseReading.Refused { Refusal.Code: RefusalCodes.MissingTime })
        {
            reading = WrongClocks.Instead(tokens, _language, corrected => Read(Segments(corrected))) ?? reading;
        }

        return new(Join(segments.Select(segment => text[segment.Start..segment.End])), Rest(text, segments), reading);
    }

    private static PhraseSegment[] Segments(IReadOnlyList<Token> tokens) => [.. PhraseSegment.Split(tokens).Where(segment => segment.IsStrong)];

    private PhraseReading Read(PhraseSegment[] segments) => PhraseMeaning.Resolve([.. segments.SelectMany(segment => segment.Clauses)], _language, now);

    private static string Rest(string text, PhraseSegment[] segments)
    {
        var (pieces, start) = (new List<string>(), 0);

        foreach (var segment in segments)
        {
            pieces.Add(text[start..segment.Start]);
            start = segment.End;
        }

        pieces.Add(text[start..]);
        return Join(pieces.Select(piece => piece.Trim().Trim(',').Trim()).Where(piece => piece is not ("." or "!")));
    }

    private static string Join(IEnumerable<string> pieces) => string.Join(' ', pieces.Where(piece => piece.Length > 0));
}
