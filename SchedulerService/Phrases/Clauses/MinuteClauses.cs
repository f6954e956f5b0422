using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>The minutes of every hour: 정각, 15분과 45분, on the hour, at minute 15, at :15, 10 minutes past the hour.</summary>
internal static class MinuteClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        cursor.Skip(TokenKind.At, TokenKind.On);

        if (!TryMinute(cursor, out var minute))
        {
            return false;
        }

        var (minutes, end) = (new List<int> { minute }, cursor.Position);

        // 15분과 45분, at :15 and :45, at minute 15 and 45
        while (minutes.Count < ClauseReader.MostItems && cursor.TakeJoin(TokenKind.At, TokenKind.On) && (TryMinute(cursor, out minute) || TryListed(cursor, end, out minute)))
        {
            minutes.Add(minute);
            end = cursor.Position;
        }

        cursor.Position = end;
        clauses.Add(new Clause.AtMinutes(minutes));
        return true;
    }

    // A number alone is a minute behind another one, if it counts nothing else.
    private static bool TryListed(TokenCursor cursor, int end, out int minute)
    {
        cursor.Position = end;
        cursor.Skip(TokenKind.Join);
        minute = cursor.Peek().Value;
        return cursor.TryTake(TokenKind.Number, out _)
            && (cursor.AtEnd || cursor.Peek().Kind is TokenKind.Counted or TokenKind.Except or TokenKind.From or TokenKind.Join or TokenKind.Note or TokenKind.On or TokenKind.Only or TokenKind.Particle or TokenKind.Until or TokenKind.Zone);
    }

    private static bool TryMinute(TokenCursor cursor, out int minute)
    {
        minute = 0;

        if (cursor.TryTake(TokenKind.OnTheHour, out _))
        {
            return true;
        }

        if (cursor.Sees(TokenKind.The, TokenKind.Unit) && cursor.Peek(1).Value == (int)TimeUnit.Hour)
        {
            cursor.Position += 2;
            return true;
        }

        if (cursor.Sees(TokenKind.HourMark, TokenKind.Number) || (cursor.Sees(TokenKind.Unit, TokenKind.Number) && cursor.Peek().Value == (int)TimeUnit.Minute))
        {
            minute = cursor.Peek(1).Value;
            cursor.Position += 2;
            return true;
        }

        minute = cursor.Peek().Kind switch { TokenKind.Half => 30, TokenKind.Quarter => 15, _ => cursor.Peek().Value };

        if (cursor.Sees(TokenKind.Number, TokenKind.MinuteCounter))
        {
            cursor.Position += 2;
            return !cursor.Sees(TokenKind.EverySuffix) && !cursor.Sees(TokenKind.Later);
        }

        return Past(cursor);
    }

    // 15 past every hour, 10 minutes past the hour, half past each hour
    private static bool Past(TokenCursor cursor)
    {
        if (cursor.TryTake(TokenKind.Number, out _))
        {
            cursor.Position += cursor.SeesUnit(TimeUnit.Minute) ? 1 : 0;
        }
        else if (!cursor.TryTake(TokenKind.Half, out _) && !cursor.TryTake(TokenKind.Quarter, out _))
        {
            return false;
        }

        if (!cursor.TryTake(TokenKind.Past, out _))
        {
            return false;
        }

        if (cursor.Sees(TokenKind.The, TokenKind.Unit))
        {
            cursor.Position += 2;
        }

        return true;
    }
}
