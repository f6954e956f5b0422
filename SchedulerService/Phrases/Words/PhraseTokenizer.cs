using System.Globalization;
using System.Text.RegularExpressions;
using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases.Words;

/// <summary>Cuts a text into words of time and unknown words. Positions refer to <see cref="Text"/>.</summary>
internal sealed partial class PhraseTokenizer
{
    /// <summary>The value of a particle that only ends the sentence.</summary>
    public const int FullStop = 2;

    /// <summary>The value of a word that only asks politely: 해 주세요, please.</summary>
    public const int Polite = 3;

    /// <summary>Digits of the longest number: 366 days are 527,040 minutes.</summary>
    private const int LongestNumber = 6;

    private readonly List<Token> _tokens = [];
    private int _at;

    private PhraseTokenizer(string text) => Text = text;

    /// <summary>The text in composed form (macOS sends Hangul in pieces), with the digits of any script made plain and without characters that nobody sees.</summary>
    public string Text { get; }

    public static PhraseTokenizer Read(string text, out IReadOnlyList<Token> tokens)
    {
        var tokenizer = new PhraseTokenizer(PlainText.Of(text));
        tokenizer.ReadAll();
        tokens = tokenizer._tokens;
        return tokenizer;
    }

    private void ReadAll()
    {
        while (_at < Text.Length)
        {
            var c = Text[_at];

            if (char.IsWhiteSpace(c))
            {
                _at++;
            }
            else if (char.IsAsciiDigit(c))
            {
                ReadDigits();
            }
            else if (IsHangul(c))
            {
                ReadHangul();
            }
            else if (char.IsLetter(c))
            {
                ReadLetters();
            }
            else
            {
                ReadSign(c);
            }
        }
    }

    private void ReadSign(char c)
    {
        if (c == ',' && SentenceNotes.TryRead(Text, _at, out var note, out var noted))
        {
            _tokens.Add(new(TokenKind.Note, 0, _at, noted, note));
            _at = noted;
            return;
        }

        if (c == '(' && Zone().Match(Text, _at) is { Success: true } zone && TimeZones.TryFind(zone.Groups[1].Value, out _))
        {
            _tokens.Add(new(TokenKind.Zone, 0, _at, _at + zone.Length, zone.Groups[1].Value));
            _at += zone.Length;
            return;
        }

        if (c == ':' && Run(_at + 1, char.IsAsciiDigit) is var end && end > _at + 1)
        {
            // ":15" in "every hour at :15": At stands before it, and the number alone is a minute.
            Add(new(TokenKind.HourMark), _at, _at + 1);
            _at++;
            return;
        }

        var kind = c switch
        {
            ',' or '·' or '/' or '&' or '、' or '+' => TokenKind.Join,
            '~' or '-' or '–' or '—' or '〜' or '∼' => TokenKind.Range,
            '(' or ')' => TokenKind.Particle,
            '.' or '!' when _at + 1 == Text.Length => TokenKind.Particle,
            _ => TokenKind.Unknown,
        };

        Add(new(kind, kind == TokenKind.Particle ? FullStop : 0), _at, ++_at);
    }

    private void ReadDigits()
    {
        var start = _at;
        var end = Run(start, c => char.IsAsciiDigit(c) || c is ':' or '.' or '-' or '/');
        end = TrimSigns(start, end);
        var text = Text[start..end];

        // 9-18 and 09:00-18:00 are two times; 2026-12-24 is one date, and what has more pieces is neither.
        if (text.Count(c => c == '-') == 1)
        {
            text = text[..text.IndexOf('-', StringComparison.Ordinal)];
            end = start + text.Length;
        }

        _at = end;

        if (text.All(char.IsAsciiDigit))
        {
            ReadNumber(text, start);
        }
        else if (DateOnly.TryParseExact(text, ["yyyy-M-d", "yyyy.M.d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Add(new(TokenKind.IsoDate, date.DayNumber), start, end);

            // 2026-12-24T18:00
            _at += _at + 1 < Text.Length && Text[_at] == 'T' && char.IsAsciiDigit(Text[_at + 1]) ? 1 : 0;
        }
        else if (text.Split(':') is [var hour, var minute, { Length: 2 } second] && SpokenTime.IsClock($"{hour}:{minute}", out var minutes) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 60)
        {
            Add(new(TokenKind.Clock, minutes), start, end - second.Length - 1);
            Add(new(TokenKind.Second, seconds), end - second.Length, end);
        }
        else if (SpokenTime.IsClock(text, out minutes))
        {
            Add(new(TokenKind.Clock, minutes), start, end);
        }
        else if (WrongClocks.Is(text) && IsEndOfTime(end))
        {
            _tokens.Add(new(TokenKind.WrongClock, 0, start, end, text));
        }
        else
        {
            SkipWord(start);
        }
    }

    // 9.30am and 9.30에 are times; 1.50x is not.
    private bool IsEndOfTime(int end) =>
        Text[end..Run(end, char.IsAsciiLetter)] is var letters && (letters.Length == 0 || (EnglishWords.Words.TryGetValue(letters.ToLowerInvariant(), out var word) && word.Kind == TokenKind.Period));

    private void ReadNumber(string text, int start)
    {
        var letters = Run(_at, char.IsAsciiLetter);
        var suffix = Text[_at..letters].ToLowerInvariant();

        if (text.Length > LongestNumber || (suffix.Length > 0 && suffix is not ("st" or "nd" or "rd" or "th") && !EnglishWords.Words.ContainsKey(suffix)))
        {
            SkipWord(start);
            return;
        }

        var value = int.Parse(text, CultureInfo.InvariantCulture);

        if (suffix is "st" or "nd" or "rd" or "th")
        {
            _at = letters;
            Add(new(TokenKind.Ordinal, value), start, _at);
            return;
        }

        Add(new(TokenKind.Number, value), start, _at);
    }

    private void ReadLetters()
    {
        var start = _at;
        var end = TrimSigns(start, Run(start, c => char.IsAsciiLetter(c) || c is '\'' or '.' or '-' || (char.IsLetter(c) && !IsHangul(c))));
        var text = Text[start..end].ToLowerInvariant();

        if (text is "a.m" or "p.m")
        {
            _at = end < Text.Length && Text[end] == '.' ? end + 1 : end;
            Add(EnglishWords.Words[text.Replace(".", "", StringComparison.Ordinal)], start, _at);
            return;
        }

        if (end < Text.Length && char.IsAsciiDigit(Text[end]))
        {
            SkipWord(start);
            return;
        }

        // New York, as of
        var next = Run(end, c => c == ' ');
        _at = TrimSigns(next, Run(next, char.IsAsciiLetter));

        if (next > end && EnglishWords.Words.TryGetValue($"{text} {Text[next.._at].ToLowerInvariant()}", out var word))
        {
            Add(word, start, _at);
            return;
        }

        _at = end;

        if (EnglishWords.Words.TryGetValue(text, out word))
        {
            // Dec. 25, Mon. at 9
            _at += word.Kind is TokenKind.MonthName or TokenKind.Day && text.Length <= 5 && end < Text.Length && Text[end] == '.' ? 1 : 0;
            Add(word, start, end);
            return;
        }

        ReadHyphenated(text, start);
    }

    // mon-fri is a range; bi-annual is one unknown word and not "annual".
    private void ReadHyphenated(string text, int start)
    {
        var pieces = text.Split('-');

        if (pieces.Length == 1 || !pieces.All(EnglishWords.Words.ContainsKey))
        {
            _tokens.Add(Token.Unknown(start, _at));
            return;
        }

        foreach (var piece in pieces)
        {
            if (start > 0 && Text[start - 1] == '-')
            {
                Add(new(TokenKind.Range), start - 1, start);
            }

            Add(EnglishWords.Words[piece], start, start + piece.Length);
            start += piece.Length + 1;
        }
    }

    private void ReadHangul()
    {
        var start = _at;
        _at = Run(start, IsHangul);
        var afterNumber = _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Number && (_tokens[^1].End == start || string.IsNullOrWhiteSpace(Text[_tokens[^1].End..start]));
        var words = HangulCutter.Read(Text, start, _at, afterNumber);

        if (words.Count == 0)
        {
            SkipWord(start);
            return;
        }

        foreach (var (word, length) in words)
        {
            Add(word, start, start + length);
            start += length;
        }

        _at = start;
    }

    /// <summary>The rest of a word that is not time: letters and digits up to the next space or sign.</summary>
    private void SkipWord(int start)
    {
        _at = Run(Math.Max(_at, start + 1), c => char.IsLetterOrDigit(c) || c == '\'');
        _tokens.Add(Token.Unknown(start, _at));
    }

    private void Add(Word word, int start, int end) => _tokens.Add(new(word.Kind, word.Value, start, end));

    private int Run(int from, Func<char, bool> belongs)
    {
        while (from < Text.Length && belongs(Text[from]))
        {
            from++;
        }

        return from;
    }

    private int TrimSigns(int start, int end)
    {
        while (end > start + 1 && !char.IsLetterOrDigit(Text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static bool IsHangul(char c) => c is >= '가' and <= '힣';

    [GeneratedRegex(@"\G\(\s*([A-Za-z0-9_+/-]{1,64})\s*\)")]
    private static partial Regex Zone();
}
