using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Finding;

/// <summary>Clauses that stand together in a sentence, with the words of time between them that no clause takes, and where.</summary>
internal sealed record PhraseSegment(IReadOnlyList<PhrasePiece> Pieces, int From, int To)
{
    public IEnumerable<Clause> Clauses => Pieces.SelectMany(piece => piece.Clauses);

    /// <summary>Whether it makes a sentence speak of a schedule; "today" or "Monday" alone is content.</summary>
    public bool IsStrong => Pieces.Any(piece => piece.IsStrong);

    /// <summary>Whether it says something of a schedule that is named elsewhere: a beginning, an end, days left out, days that only count.</summary>
    public bool Qualifies => Pieces.Any(piece => piece.Unread == UnreadKind.Bound || piece.Clauses.Any(clause => clause.Qualifies));

    /// <summary>Whether a piece is one word that recurs and stands before a noun, as in 격주 회의 or weekly report.</summary>
    public static bool IsAdjective(IReadOnlyList<Token> tokens, PhrasePiece piece) => piece.To == piece.From + 1 && piece.To < tokens.Count
        && tokens[piece.From].Kind is TokenKind.EveryOtherUnit or TokenKind.EveryUnit && tokens[piece.To].Kind == TokenKind.Unknown;

    /// <summary>Segments in the order of the text, which lie between tokens that are no words of time.</summary>
    public static List<PhraseSegment> Split(IReadOnlyList<Token> tokens)
    {
        var (segments, cursor) = (new List<PhraseSegment>(), new TokenCursor(tokens));
        var (pieces, clauses) = (new List<PhrasePiece>(), new List<Clause>());

        while (!cursor.AtEnd)
        {
            var (start, count, unread) = (cursor.Position, clauses.Count, UnreadKind.None);

            // What stands before counts for what is read: "to" ends what "from" began.
            if (ClauseReader.TryRead(cursor, clauses) || UnreadWords.TryTake(cursor, pieces.Count > 0, clauses.LastOrDefault(), out unread))
            {
                pieces.Add(new([.. clauses[Math.Min(count, clauses.Count)..]], start, cursor.Position, unread));
            }
            else if (!ClauseReader.IsConnector(cursor.Take().Kind))
            {
                Close(tokens, pieces, segments);
                clauses.Clear();
            }
        }

        Close(tokens, pieces, segments);
        return segments;
    }

    private static void Close(IReadOnlyList<Token> tokens, List<PhrasePiece> pieces, List<PhraseSegment> segments)
    {
        var start = 0;

        for (var next = 1; next <= pieces.Count; next++)
        {
            if (next == pieces.Count || IsClosed(tokens, pieces, next))
            {
                segments.Add(Of(tokens, [.. pieces[start..next]], segments.Count == 0 ? 0 : segments[^1].To, next == pieces.Count ? tokens.Count : pieces[next].From));
                start = next;
            }
        }

        pieces.Clear();
    }

    // Between the segment before it and the one behind it.
    private static PhraseSegment Of(IReadOnlyList<Token> tokens, IReadOnlyList<PhrasePiece> pieces, int least, int most)
    {
        var (first, end) = (pieces[0].From, pieces[^1].To);

        // "on Mondays", "at 9": the preposition belongs to the phrase; so does the particle of 8시에.
        while (first > least && tokens[first - 1] is { Kind: TokenKind.At or TokenKind.In or TokenKind.On or TokenKind.The or TokenKind.Whole } or { Kind: TokenKind.From, Value: not BoundClauses.BehindDate })
        {
            first--;
        }

        // ", 공휴일 제외"
        while (first < end - 1 && tokens[first].Kind == TokenKind.Join)
        {
            first++;
        }

        while (end < most && tokens[end] is { Kind: TokenKind.Particle, Value: not (PhraseTokenizer.FullStop or PhraseTokenizer.Polite) } or { Kind: TokenKind.OnlySuffix })
        {
            end++;
        }

        return new(pieces, first, end);
    }

    // 매일 8시에 오늘 뉴스를: 에 closes the phrase, and 오늘 is already content. In English "every day at 8 today" stays a contradiction.
    private static bool IsClosed(IReadOnlyList<Token> tokens, List<PhrasePiece> pieces, int next)
    {
        // 매주 월요일 9시에 격주 회의
        if (next == pieces.Count - 1 && IsAdjective(tokens, pieces[next]) && tokens[pieces[next].From] is { Kind: TokenKind.EveryOtherUnit } or { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Quarter } && tokens[pieces[next].From - 1] is { Kind: TokenKind.Particle, Value: 1 })
        {
            return true;
        }

        if (pieces[next..].Any(piece => piece.IsStrong || piece.Clauses.Any(clause => clause is Clause.InZone)))
        {
            return false;
        }

        var after = tokens[pieces[next - 1].To];
        return after is { Kind: TokenKind.Particle, Value: 1 } or { Kind: TokenKind.OnlySuffix }
            && (pieces[next - 1].Clauses.Any(clause => clause is Clause.AtTimes) || (pieces[next].IsNotYet && !pieces[next].Clauses.Any(clause => clause is Clause.Lasting)));
    }
}
