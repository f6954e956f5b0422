using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases;

/// <summary>Clauses that stand together in a sentence, and where.</summary>
internal sealed record PhraseSegment(IReadOnlyList<Clause> Clauses, int Start, int End)
{
    public bool IsStrong => Clauses.Any(clause => clause.IsStrong);

    public static List<PhraseSegment> Split(IReadOnlyList<Token> tokens)
    {
        var (segments, cursor) = (new List<PhraseSegment>(), new TokenCursor(tokens));
        var pieces = new List<Piece>();

        while (!cursor.AtEnd)
        {
            var (start, clauses) = (cursor.Position, new List<Clause>());

            if (ClauseReader.TryRead(cursor, clauses))
            {
                pieces.Add(new(clauses, start, cursor.Position));
                continue;
            }

            if (!ClauseReader.IsConnector(cursor.Take().Kind))
            {
                Close(tokens, pieces, segments);
            }
        }

        Close(tokens, pieces, segments);
        return segments;
    }

    private static void Close(IReadOnlyList<Token> tokens, List<Piece> pieces, List<PhraseSegment> segments)
    {
        Trim(tokens, pieces);

        if (pieces.Count > 0)
        {
            var (first, end) = (pieces[0].From, pieces[^1].To);

            // "on Mondays", "at 9": the preposition belongs to the phrase; so does the particle of 8시에.
            while (first > 0 && tokens[first - 1].Kind is TokenKind.At or TokenKind.From or TokenKind.In or TokenKind.On or TokenKind.The)
            {
                first--;
            }

            while (end < tokens.Count && tokens[end] is { Kind: TokenKind.Particle, Value: not (PhraseTokenizer.FullStop or PhraseTokenizer.Polite) } or { Kind: TokenKind.OnlySuffix })
            {
                end++;
            }

            segments.Add(new([.. pieces.SelectMany(piece => piece.Clauses)], tokens[first].Start, tokens[end - 1].End));
        }

        pieces.Clear();
    }

    // 매일 8시에 오늘 뉴스를: 에 closes the phrase, and 오늘 is already content. In English "every day at 8 today" stays a contradiction.
    private static void Trim(IReadOnlyList<Token> tokens, List<Piece> pieces)
    {
        for (var i = pieces.Count - 2; i >= 0 && !pieces[i + 1].Clauses.Any(clause => clause.IsStrong || clause is Clause.InZone); i--)
        {
            if (tokens[pieces[i].To] is { Kind: TokenKind.Particle, Value: 1 } or { Kind: TokenKind.OnlySuffix } && pieces[i].Clauses.Any(clause => clause is Clause.AtTimes))
            {
                pieces.RemoveRange(i + 1, pieces.Count - i - 1);
            }
        }
    }

    private sealed record Piece(IReadOnlyList<Clause> Clauses, int From, int To);
}
