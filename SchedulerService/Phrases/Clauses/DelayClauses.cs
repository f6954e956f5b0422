using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>20분 뒤, 한 시간 반 후, 3일 뒤, in 20 minutes, in an hour, 2 hours from now.</summary>
internal static class DelayClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var before = cursor.Sees(TokenKind.In);
        cursor.Skip(TokenKind.In);

        if (!TryAmount(cursor, before, out var count, out var unit))
        {
            return false;
        }

        if (before)
        {
            // "8 in the morning" and "in 3 articles" never come here: an amount has a unit.
            cursor.TryTake(TokenKind.Later, out _);
        }
        else if (cursor.Sees(TokenKind.From, TokenKind.Later))
        {
            cursor.Skip(TokenKind.From, TokenKind.Later);
        }
        else if (!cursor.TryTake(TokenKind.Later, out _))
        {
            return false;
        }

        clauses.Add(unit switch
        {
            TimeUnit.Day => new Clause.InDays(count, IsStrongWord: true),
            TimeUnit.Week => new Clause.InDays(count * 7, IsStrongWord: true),
            _ => new Clause.After(unit, count),
        });
        return true;
    }

    private static bool TryAmount(TokenCursor cursor, bool before, out int count, out TimeUnit unit)
    {
        if (before && cursor.TryTake(TokenKind.Half, out _))
        {
            (count, unit) = (30, TimeUnit.Minute);
            cursor.Skip(TokenKind.Article);
            return cursor.TryTake(TokenKind.Unit, out var hour) && hour.Value == (int)TimeUnit.Hour;
        }

        if (before && cursor.Sees(TokenKind.Article, TokenKind.Unit))
        {
            cursor.Take();
            (count, unit) = (1, (TimeUnit)cursor.Take().Value);
            return true;
        }

        if (cursor.TryTake(TokenKind.DayWord, out var word))
        {
            (count, unit) = (1, (TimeUnit)word.Value);
            return true;
        }

        if (!cursor.TryTakeAmount(out count, out unit))
        {
            return false;
        }

        if (unit == TimeUnit.Hour)
        {
            var extra = cursor.TryTake(TokenKind.Half, out _) ? 30 : 0;
            var minutes = cursor.Position;
            cursor.Skip(TokenKind.Join);

            if (extra == 0 && cursor.TryTakeAmount(out var more, out var small) && small == TimeUnit.Minute)
            {
                extra = more;
            }
            else
            {
                cursor.Position = minutes;
            }

            (count, unit) = extra == 0 ? (count, unit) : ((count * 60) + extra, TimeUnit.Minute);
        }

        return true;
    }
}
