using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>What the product adds to the sentences that it says: the zone in parentheses, and notes.</summary>
internal static class SentenceClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.TryTake(TokenKind.Zone, out var zone))
        {
            clauses.Add(new Clause.InZone(zone.Name));
            return true;
        }

        if (cursor.TryTake(TokenKind.Note, out var note))
        {
            var colon = note.Name.IndexOf(':', StringComparison.Ordinal);
            clauses.Add(new Clause.Noted(note.Name[..colon], note.Name[(colon + 1)..]));
            return true;
        }

        // 자정부터 세어, counted from midnight
        var midnight = cursor.Sees(TokenKind.Counted, TokenKind.From, TokenKind.Named) ? 2 : 0;

        if (cursor.Peek(midnight) is { Kind: TokenKind.Named, Value: 0 } && (midnight > 0 || cursor.Sees(TokenKind.Named, TokenKind.From, TokenKind.Counted)))
        {
            cursor.Position += 3;
            clauses.Add(new Clause.CountedFromMidnight());
            return true;
        }

        return false;
    }
}
