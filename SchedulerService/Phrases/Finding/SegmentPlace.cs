using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Finding;

/// <summary>
/// Where a weak segment stands, and what follows from it: whether it belongs to the schedule, to the work, or to either. Set off from the work
/// ("…, except holidays", "…요약해줘. 12월 31일까지") it says something of the schedule; among other words "until December 31" may belong to those
/// (what is due until then), and in Korean to the noun behind it.
/// </summary>
internal sealed class SegmentPlace
{
    /// <summary>A negation is looked for in so many words behind the days.</summary>
    private const int MostWordsAhead = 3;

    private static readonly string[] Negations = ["마", "말", "쉬", "쉰", "쉽", "않"];

    private readonly IReadOnlyList<Token> _tokens;
    private readonly PhraseSegment _segment;
    private readonly bool _isKorean;
    private readonly Side _before;
    private readonly Side _after;

    public SegmentPlace(string text, IReadOnlyList<Token> tokens, IReadOnlyList<PhraseSegment> segments, PhraseSegment segment)
    {
        (_tokens, _segment) = (tokens, segment);
        _isKorean = PhraseGrammar.LanguageOf(text[tokens[segment.From].Start..tokens[segment.To - 1].End]) == PhraseLanguage.Korean;
        _before = Before(text, segments);
        _after = After(text, segments);
        IsNegated = _isKorean && _before == Side.Edge && _after == Side.Word && segment.Clauses.All(clause => clause is Clause.OnDate or Clause.OnDays or Clause.NotYet { What: NotYetKind.HolidaysOnly })
            && tokens.Skip(segment.To).Take(MostWordsAhead).TakeWhile(token => token.Kind == TokenKind.Unknown).Any(token => Negations.Any(word => text.AsSpan(token.Start).StartsWith(word, StringComparison.Ordinal)));
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
    public bool IsOfSchedule => (_before == Side.Edge && _after == Side.Edge)
        || _segment.Clauses.Any(clause => clause is Clause.InZone or Clause.Noted)
        || (_segment.Qualifies ? IsSetOff && !IsOfNoun : IsCount && _after != Side.Word && _before != Side.Word)
        || (_before == Side.Schedule && _segment.Clauses.Any(clause => clause is Clause.SoManyTimes { Count: > 1 }));

    /// <summary>Whether it may be about the schedule or about the work, which is asked and not guessed.</summary>
    public bool IsUnclear => !IsOfSchedule && (IsNegated || (_segment.Qualifies && !IsOfNoun && !IsOfWork) || ((_after == Side.Edge || _before == Side.Schedule) && _segment.Clauses.Any(clause => clause is Clause.Lasting { Unit: >= TimeUnit.Day })));

    /// <summary>주말에는 하지 마, 월요일은 쉬어: days of which it is said that nothing is to happen.</summary>
    public bool IsNegated { get; }

    private bool IsCount => _segment.Clauses.All(clause => clause is Clause.InZoneOf or Clause.Lasting or Clause.SoManyTimes);

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
    private bool IsOfWork => _after == Side.Word && !_segment.Clauses.Any(clause => clause.Qualifies) && _segment.Pieces.All(piece => piece.Unread != UnreadKind.Bound || _tokens[piece.From].Value != BoundClauses.BehindDate);

    private Side Before(string text, IReadOnlyList<PhraseSegment> segments)
    {
        for (var at = _segment.From; ; at--)
        {
            if (at == 0 || IsNewLine(text, _tokens[at - 1].End, _tokens[at].Start))
            {
                return Side.Edge;
            }

            if (segments.Any(other => other.IsStrong && other.To == at))
            {
                return Side.Schedule;
            }

            if (SideOf(text, _tokens[at - 1]) is { } side)
            {
                return side;
            }
        }
    }

    private Side After(string text, IReadOnlyList<PhraseSegment> segments)
    {
        for (var at = _segment.To; ; at++)
        {
            if (at == _tokens.Count || IsNewLine(text, _tokens[at - 1].End, _tokens[at].Start))
            {
                return Side.Edge;
            }

            if (segments.Any(other => other.IsStrong && other.From == at))
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
        (TokenKind.Particle, '(' or ')') or (TokenKind.Join or TokenKind.Range, _) => Side.Comma,
        (TokenKind.Particle or TokenKind.OnlySuffix, _) => null,
        (TokenKind.Unknown, '.' or '!' or '?' or ';' or '…') when token.End == token.Start + 1 => Side.Edge,
        _ => Side.Word,
    };
}
