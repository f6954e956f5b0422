using System.Text.RegularExpressions;
using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Finding;

/// <summary>
/// Where a weak segment stands, and what follows from it: whether it belongs to the schedule, to the work, or to either. Set off from the work
/// ("…, except holidays", "…요약해줘. 12월 31일까지") it says something of the schedule; among other words "until December 31" may belong to those
/// (what is due until then), and in Korean to the noun behind it.
/// </summary>
internal sealed partial class SegmentPlace
{
    /// <summary>A negation is looked for in so many words: in Korean behind the days, in English before them.</summary>
    private const int MostWordsAway = 3;

    private static readonly HashSet<string> EnglishNegations = ["don't", "dont", "never", "no", "not", "than"];
    private static readonly HashSet<string> EnglishNegationsBehind = ["excluded", "not", "off"];
    private static readonly HashSet<string> Determiners = ["a", "an", "her", "his", "its", "my", "our", "that", "the", "their", "this", "your"];
    private static readonly HashSet<string> Topics = ["는", "동안", "만", "에는", "에만", "엔", "은"];

    private readonly IReadOnlyList<Token> _tokens;
    private readonly PhraseSegment _segment;
    private readonly bool _isKorean;
    private readonly bool _isTopic;
    private readonly bool _isNumberOfNoun;
    private readonly Side _before;
    private readonly Side _after;

    public SegmentPlace(string text, IReadOnlyList<Token> tokens, StrongEnds strong, PhraseSegment segment)
    {
        (_tokens, _segment) = (tokens, segment);
        _isKorean = PhraseGrammar.LanguageOf(text[tokens[segment.From].Start..tokens[segment.To - 1].End]) == PhraseLanguage.Korean;
        _isTopic = _isKorean && Topics.Contains(Text(text, segment.To - 1));
        // 3번 서버의, 2번 버스를: which one, and not how often
        _isNumberOfNoun = _isKorean && segment.To < tokens.Count && NounParticle().IsMatch(Text(text, segment.To));
        _before = Before(text, strong);
        _after = After(text, strong);
        IsNegated = segment.Clauses.Any() && segment.Clauses.All(clause => clause is Clause.OnDate or Clause.OnDays or Clause.NotYet { What: NotYetKind.HolidaysOnly })
            && (_isKorean ? _after == Side.Word && KoreanNegation().IsMatch(string.Join(' ', Words(text, Enumerable.Range(segment.To, MostWordsAway)))) : Words(text, Enumerable.Range(1, MostWordsAway).Select(back => segment.From - back)).Any(EnglishNegations.Contains) || Words(text, [segment.To]).Any(EnglishNegationsBehind.Contains));
        IsOfNounBehind = segment.IsStrong && segment.To < tokens.Count && tokens[segment.To].Kind == TokenKind.Unknown && char.IsLetter(text[tokens[segment.To].Start]) && (_isKorean ? IsKoreanAdjective(text) : IsDetermined(text));
        MayBeOfNoun = IsOfNounBehind || (segment.Pieces is [var only] && PhraseSegment.IsAdjective(tokens, only) && !_isKorean && _before == Side.Word);
    }

    private enum Side
    {
        /// <summary>The end of a sentence, of a line or of the text.</summary>
        Edge,
        Comma,

        /// <summary>The words that speak of the schedule.</summary>
        Schedule,
        Word,
    }

    /// <summary>Whether the segment can only be about the schedule.</summary>
    public bool IsOfSchedule => !IsNegated && ((_before is Side.Edge or Side.Schedule && _after == Side.Edge) || (_before == Side.Schedule && _after == Side.Comma)
        || _segment.Clauses.Any(clause => clause is Clause.InZone or Clause.Noted)
        || (_segment.Qualifies ? IsSetOff && !IsOfNoun : IsCount && _after != Side.Word && _before != Side.Word)
        || (_before == Side.Schedule && !_isNumberOfNoun && _segment.Clauses.Any(clause => clause is Clause.SoManyTimes { Count: > 1 })));

    /// <summary>Whether it may be about the schedule or about the work, which is asked and not guessed.</summary>
    public bool IsUnclear => !IsOfSchedule && (IsNegated || (_segment.Qualifies && !IsOfNoun && !IsOfWork) || IsSaidFirst || IsMarked || _segment.Clauses.Any(clause => clause is Clause.Lasting { Unit: >= TimeUnit.Day } ? _after == Side.Edge || _before == Side.Schedule : clause is Clause.InZoneOf && _after == Side.Edge));

    /// <summary>월요일 아침에, 말일에: at the beginning of a sentence that says no time at all it is when, and the time is asked for.</summary>
    public bool IsWhen => _isKorean && _before == Side.Edge && _tokens[_segment.To - 1] is { Kind: TokenKind.Particle, Value: 1 }
        && (_segment.Clauses.Any(clause => clause is Clause.OnBusinessDays or Clause.OnMonthDays or Clause.OnNthDays)
            || (_segment.Clauses.Any(clause => clause is Clause.InPeriod) && _segment.Clauses.Any(clause => clause is Clause.InDays { Days: > 0 } or Clause.InWeek or Clause.OnDate or Clause.OnDays)));

    /// <summary>주말에는 하지 마, 월요일은 쉬어: days of which it is said that nothing is to happen.</summary>
    public bool IsNegated { get; }

    /// <summary>the biweekly meeting, tomorrow's 7am meeting, 격주 회의: words that say which thing is meant, where something else says when.</summary>
    public bool IsOfNounBehind { get; }

    /// <summary>Likewise, or how often it is to be done: send weekly reports.</summary>
    public bool MayBeOfNoun { get; }

    // 격주 회의, 분기별 실적; 매일 뉴스를 says when
    private bool IsKoreanAdjective(string text) => _segment.Pieces is [var only] && PhraseSegment.IsAdjective(_tokens, only)
        && (_tokens[only.From].Kind == TokenKind.EveryOtherUnit || Text(text, only.From).EndsWith('별')) && !Text(text, only.From).EndsWith('로');

    // on the 15th and in the morning are of the schedule
    private bool IsDetermined(string text)
    {
        var at = _segment.Pieces[0].From - 1;
        return at > 0 && (Determiners.Contains(Text(text, at)) || Text(text, at).EndsWith("'s", StringComparison.Ordinal)) && _tokens[at - 1].Kind is not (TokenKind.At or TokenKind.From or TokenKind.In or TokenKind.On) && SideOf(text, _tokens[at - 1]) is Side.Comma or Side.Word;
    }

    private string Text(string text, int at) => text[_tokens[at].Start.._tokens[at].End].ToLowerInvariant();

    [GeneratedRegex(@"(?:^| )(?:마(?: |$)|마라|마세요|말고|말아|말자|건너|됐|생략|쉬게|쉬도록|쉬어|쉬자|쉰다|쉽니다|않|필요\S* ?없|안(?! \S*[은는한된낸본](?: |$))(?: |$))")]
    private static partial Regex KoreanNegation();

    [GeneratedRegex("(?:의|을|를|은|는|이|가|에|에서|으로|로)$")]
    private static partial Regex NounParticle();

    // Up to the end of the sentence.
    private IEnumerable<string> Words(string text, IEnumerable<int> places) => places.TakeWhile(at => at >= 0 && at < _tokens.Count && SideOf(text, _tokens[at]) is not (Side.Edge or Side.Comma)).Select(at => text[_tokens[at].Start.._tokens[at].End].ToLowerInvariant());

    // "In December summarize …", 12월에는: first of all, or as the topic, it is of all that follows.
    private bool IsSaidFirst => (_isKorean ? _isTopic : _before == Side.Edge || (_before == Side.Comma && _after == Side.Edge))
        && (_segment.Pieces.Any(piece => piece.Unread == UnreadKind.Other) || _segment.Clauses.Any(clause => clause is Clause.InDays or Clause.InMonths or Clause.InWeek or Clause.OnDate or Clause.Within));

    // from June, throughout December, 5 times only, 월요일에 시작해줘
    private bool IsMarked => !_segment.IsStrong && (_tokens[_segment.From].Kind == TokenKind.From
        || (_segment.From > 0 && _after == Side.Edge && _tokens[_segment.From - 1].Kind is TokenKind.Begin or TokenKind.Until)
        || (_after == Side.Edge && _segment.Pieces.Any(piece => _tokens[piece.From].Kind == TokenKind.After) && _segment.Clauses.Any(clause => clause is Clause.InMonths or Clause.OnDate or Clause.Within))
        || (_after == Side.Edge && IsCount && _segment.To < _tokens.Count && _tokens[_segment.To].Kind is TokenKind.Only or TokenKind.OnlySuffix)
        || (_segment.To < _tokens.Count && _tokens[_segment.To] is { Kind: TokenKind.From or TokenKind.Until, Value: BoundClauses.BehindDate }));

    private bool IsCount => _segment.Clauses.Any() && _segment.Clauses.All(clause => clause is Clause.InZoneOf or Clause.Lasting or Clause.SoManyTimes);

    private bool IsSetOff => (_isKorean, _segment.Clauses.Any(clause => clause is Clause.Except)) switch
    {
        // 주말은 빼고 뉴스를: 빼고 belongs to the verb
        (true, true) => true,
        (true, false) or (false, true) => _after != Side.Word,
        _ => _before != Side.Word,
    };

    // 주말을 제외한 매출; only March sales
    private bool IsOfNoun => _after == Side.Word
        && (_tokens.Take(_segment.To).Skip(_segment.From).Any(token => token is { Kind: TokenKind.Except, Value: ExceptClauses.OfNoun })
            || (_tokens[_segment.From].Kind == TokenKind.Only && _tokens[_segment.From + 1].Kind is not (TokenKind.In or TokenKind.On)));

    // "until it works" among other words; in "until the release" at the end of all it may be the schedule's.
    private bool IsOfWork => _after == Side.Word && !_segment.Clauses.Any(clause => clause.Qualifies) && _segment.Pieces.All(piece => piece.Unread != UnreadKind.Bound || (_tokens[piece.From].Value != BoundClauses.BehindDate && _tokens[piece.From] is not ({ Kind: TokenKind.Lasting } or { Kind: TokenKind.Except, Value: 0 })));

    private Side Before(string text, StrongEnds strong)
    {
        for (var at = _segment.From; ; at--)
        {
            if (at == 0 || IsNewLine(text, _tokens[at - 1].End, _tokens[at].Start))
            {
                return Side.Edge;
            }

            if (strong.Ends.Contains(at))
            {
                return Side.Schedule;
            }

            if (SideOf(text, _tokens[at - 1]) is { } side)
            {
                return side;
            }
        }
    }

    private Side After(string text, StrongEnds strong)
    {
        for (var at = _segment.To; ; at++)
        {
            if (at == _tokens.Count || IsNewLine(text, _tokens[at - 1].End, _tokens[at].Start))
            {
                return Side.Edge;
            }

            if (strong.Begins.Contains(at))
            {
                return Side.Schedule;
            }

            if (SideOf(text, _tokens[at]) is { } side)
            {
                return side;
            }
        }
    }

    private static bool IsNewLine(string text, int from, int to) => text.AsSpan(from, to - from).Contains('\n');

    // What a token says of the side on which it stands; null where it says nothing.
    private static Side? SideOf(string text, Token token) => (token.Kind, text[token.Start]) switch
    {
        (TokenKind.Particle, _) when token.Value is PhraseTokenizer.Polite or PhraseTokenizer.FullStop => Side.Edge,
        (TokenKind.Particle, '(' or ')') or (TokenKind.Join, ',' or '、' or 'a' or 'A' or '그') or (TokenKind.Range, _) => Side.Comma,
        (TokenKind.Only or TokenKind.OnlySuffix or TokenKind.Particle or TokenKind.Total, _) => null,
        (TokenKind.Unknown, '.' or '!' or '?' or ';' or '…') when token.End == token.Start + 1 => Side.Edge,
        _ => Side.Word,
    };
}
