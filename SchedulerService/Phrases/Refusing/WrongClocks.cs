using System.Globalization;
using System.Text.RegularExpressions;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Refusing;

/// <summary>Times that are written as no clock shows them: 9:60, 9.30, 9:5. What is wrong is said, and the times next to them are offered.</summary>
internal static partial class WrongClocks
{
    public static bool Is(string text) => Pattern().IsMatch(text);

    /// <summary>Whether a text is a time: 08:30 and 18:30 are 24-hour; 8:30 may be either half of the day, which a negative value says.</summary>
    public static bool IsClock(string text, out int minutes)
    {
        minutes = 0;

        if (text.Split(':') is not [{ Length: 1 or 2 } hour, { Length: 2 } minute] || !hour.All(char.IsAsciiDigit) || !minute.All(char.IsAsciiDigit))
        {
            return false;
        }

        minutes = (int.Parse(hour, CultureInfo.InvariantCulture) * 60) + int.Parse(minute, CultureInfo.InvariantCulture);
        minutes = hour.Length == 1 && hour != "0" ? -minutes : minutes;
        return int.Parse(minute, CultureInfo.InvariantCulture) < 60;
    }

    /// <summary>
    /// The refusal of tokens among which is such a time, with what they would be with the times next to it. Null when none is such a time.
    /// </summary>
    public static PhraseReading? Instead(IReadOnlyList<Token> tokens, PhraseLanguage language, Func<IReadOnlyList<Token>, PhraseReading> read)
    {
        if (Reason(tokens) is not { } code)
        {
            return null;
        }

        var suggest = new Suggestions(language, tokens.FirstOrDefault(token => token.Kind == TokenKind.Zone) is { Kind: TokenKind.Zone, Name: var zone } ? zone : null);
        PhraseReading[] readings = [.. Enumerable.Range(0, 2).Select(which => read(Corrected(tokens, which)))];
        return readings[0] is PhraseReading.Refused { Refusal.Code: not (RefusalCodes.AmbiguousDay or RefusalCodes.AmbiguousHour or RefusalCodes.ImpossibleTime or RefusalCodes.MissingDay or RefusalCodes.Past) }
            ? readings[0]
            : Refusals.Because(code, readings.SelectMany(reading => reading switch
            {
                PhraseReading.Understood { Shape: var shape } => suggest.Of(shape),
                PhraseReading.Refused { Refusal.Suggestions: var suggestions } => suggestions,
                _ => [],
            }));
    }

    // 1.50 hours are no time.
    private static string? Reason(IReadOnlyList<Token> tokens) => tokens.Index()
        .Where(token => IsWrong(token.Item) && tokens.ElementAtOrDefault(token.Index + 1) is not ({ Kind: TokenKind.Unit } or { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Hour }))
        .Select(token => Pieces(token.Item.Name).Skip(1).Any(piece => piece > 59) ? RefusalCodes.ImpossibleTime : RefusalCodes.TimeFormat)
        .FirstOrDefault();

    private static IReadOnlyList<Token> Corrected(IReadOnlyList<Token> tokens, int which) =>
        [.. tokens.Select(token => IsWrong(token) ? token with { Kind = TokenKind.Clock, Value = Near(token.Name, which) } : token)];

    private static bool IsWrong(Token token) => token.Kind == TokenKind.WrongClock;

    // As the tokenizer has clocks: negative where the half of the day is open.
    private static int Near(string text, int which)
    {
        var pieces = Pieces(text);
        var (hour, minute) = (pieces[0], pieces[1]);
        (hour, minute) = minute > 59 ? (which == 0 ? hour : hour + 1, 0)
            : text.Split('.', ':')[1].Length == 1 && which == 0 && minute < 6 ? (hour, minute * 10)
            : (hour, minute);
        var isOpen = hour > 0 && text[1] is ':' or '.' && hour < 10;
        return isOpen ? -((hour * 60) + minute) : (hour * 60) + minute;
    }

    private static int[] Pieces(string text) => [.. text.Split('.', ':').Select(piece => int.Parse(piece, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^([0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,3})?|[0-9]{1,2}\.[0-9]{2})\z")]
    private static partial Regex Pattern();
}
