using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>
/// Words of time that are known in order to be asked about, for a schedule without them would be another one: next month, for 2 hours, and a half,
/// 10 minutes before 9, EST, 매월 1일부터 5일까지.
/// </summary>
internal static class UnsupportedClauses
{
    private static readonly Func<TokenCursor, List<Clause>, bool>[] Rules = [SpanClauses.LimitDay, SpanClauses.Within, Lasting, AndAHalf, Before, DayRange, EitherDay, ZoneClauses.Read];

    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var (start, count) = (cursor.Position, clauses.Count);

        foreach (var rule in Rules)
        {
            if (rule(cursor, clauses))
            {
                return true;
            }

            cursor.Position = start;
            clauses.RemoveRange(count, clauses.Count - count);
        }

        return false;
    }

    // for 2 hours, for the next two weeks, for a month, 2시간 동안, 일주일간
    private static bool Lasting(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;
        var before = cursor.TryTake(TokenKind.For, out _);

        if (before)
        {
            cursor.Skip(TokenKind.The, TokenKind.Next);
        }

        if (!before && cursor.TryTake(TokenKind.Lasting, out var alone) && alone.Value != KoreanWords.Lasting)
        {
            clauses.Add(new Clause.Lasting((TimeUnit)alone.Value, 1));
            return true;
        }

        cursor.Position = before ? cursor.Position : start;

        if (!before && cursor.Sees(TokenKind.Number, TokenKind.Lasting) && cursor.Peek(1).Value != KoreanWords.Lasting)
        {
            clauses.Add(new Clause.Lasting((TimeUnit)cursor.Peek(1).Value, cursor.Take().Value));
            cursor.Take();
            return true;
        }

        if (TryAmount(cursor, before, out var count, out var unit) && (before || cursor.TryTake(TokenKind.Lasting, out _) || (IsOnlySo(cursor, unit) && cursor.TryTake(TokenKind.OnlySuffix, out _))))
        {
            clauses.Add(new Clause.Lasting(unit, count));
            return true;
        }

        cursor.Position = start;
        return false;
    }

    // 일주일만, 2주만; 3일만 is a day of the month
    private static bool IsOnlySo(TokenCursor cursor, TimeUnit unit) => unit >= TimeUnit.Day && cursor.Peek(-1).Kind is TokenKind.DayCount or TokenKind.DayWord or TokenKind.Unit;

    private static bool TryAmount(TokenCursor cursor, bool article, out int count, out TimeUnit unit)
    {
        if ((article && cursor.Sees(TokenKind.Article, TokenKind.Unit)) || cursor.Sees(TokenKind.DayWord))
        {
            cursor.Skip(TokenKind.Article);
            (count, unit) = (1, (TimeUnit)cursor.Take().Value);
            return true;
        }

        // for the next week
        if (article && cursor.Peek(-1).Kind == TokenKind.Next && cursor.Sees(TokenKind.Unit))
        {
            (count, unit) = (1, (TimeUnit)cursor.Take().Value);
            return true;
        }

        return cursor.TryTakeAmount(out count, out unit);
    }

    // every hour and a half, in 2 and a half hours
    private static bool AndAHalf(TokenCursor cursor, List<Clause> clauses)
    {
        var every = cursor.TryTake(TokenKind.Every, out _);
        var before = every || cursor.TryTake(TokenKind.In, out _);

        if (before && cursor.Sees(TokenKind.Number, TokenKind.Join, TokenKind.Article, TokenKind.Half) && cursor.Peek(4).Kind == TokenKind.Unit)
        {
            var (count, unit) = (cursor.Peek().Value, (TimeUnit)cursor.Peek(4).Value);
            cursor.Position += 5;
            clauses.Add(every ? new Clause.Repeat(unit, count) : new Clause.After(unit, count));
            clauses.Add(new Clause.NotYet(NotYetKind.AndAHalf));
            return true;
        }

        if (before || !cursor.Sees(TokenKind.Join, TokenKind.Article, TokenKind.Half))
        {
            return false;
        }

        cursor.Position += 3;
        clauses.Add(new Clause.NotYet(NotYetKind.AndAHalf));
        return true;
    }

    // 9시 10분 전, 9시 전에, 3일 전, 10 minutes before 9, before noon
    private static bool Before(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;

        if (TimeClauses.TryTime(cursor, listed: false, out var time) && cursor.TryTake(TokenKind.Before, out var behind) && behind.Value == KoreanWords.Behind)
        {
            clauses.Add(new Clause.AtTimes(time.Minute == 0 ? [time] : [Earlier(time), time]));
            return AddBefore(clauses);
        }

        cursor.Position = start;
        var amount = cursor.TryTakeAmount(out _, out _);

        if (!cursor.TryTake(TokenKind.Before, out var word))
        {
            return false;
        }

        if (word.Value == KoreanWords.Behind)
        {
            // 전 alone may be said of anything: 전 직원.
            return (amount || Is(cursor.Peek(-2))) && AddBefore(clauses);
        }

        if (TimeClauses.TryTime(cursor, listed: true, out time))
        {
            clauses.Add(new Clause.AtTimes([time]));
            return AddBefore(clauses);
        }

        return (amount || Is(cursor.Peek())) && AddBefore(clauses);

        static bool Is(Token token) => token.Kind is TokenKind.Day or TokenKind.DayCounter or TokenKind.IsoDate or TokenKind.DayOfMonth or TokenKind.MonthName or TokenKind.Relative;
    }

    private static bool AddBefore(List<Clause> clauses)
    {
        clauses.Add(new Clause.NotYet(NotYetKind.Before));
        return true;
    }

    // Ten to nine, where 9:10 may be meant just as well.
    private static SpokenTime Earlier(SpokenTime time) => time with
    {
        Hour = time.Hour switch { 0 => 23, 1 when time.Period != DayPeriod.None => 12, var hour => hour - 1 },
        Minute = 60 - time.Minute,
        Period = time.Hour is 0 or 12 ? DayPeriod.None : time.Period,
    };

    // 1일부터 5일까지, from the 1st to the 5th; with a month it is a beginning and an end
    private static bool DayRange(TokenCursor cursor, List<Clause> clauses)
    {
        cursor.Skip(TokenKind.From, TokenKind.The);

        if (!DayClauses.TryMonthDay(cursor, listed: false, out var first) || !cursor.Skip(TokenKind.From, TokenKind.Range, TokenKind.Until))
        {
            return false;
        }

        cursor.Skip(TokenKind.The);

        if (!DayClauses.TryMonthDay(cursor, listed: false, out var last) || first is < 1 or > 31 || last is < 0 or > 31)
        {
            return false;
        }

        cursor.Skip(TokenKind.Until);
        var end = last == 0 ? 31 : last;
        clauses.Add(new Clause.OnMonthDays(first <= end ? [.. Enumerable.Range(first, end - first + 1)] : [.. Enumerable.Range(1, end), .. Enumerable.Range(first, 32 - first)]));
        clauses.Add(new Clause.NotYet(NotYetKind.DayRange));
        NthClauses.TakeOf(cursor, clauses);
        return true;
    }

    // 매월 십일: written together, ten with 일 behind it is eleven, too.
    private static bool EitherDay(TokenCursor cursor, List<Clause> clauses)
    {
        var number = cursor.Peek().Value;

        if (!cursor.Sees(TokenKind.Number) || number is not (11 or 21 or 31) || cursor.Peek(-1) is not ({ Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Month } or { Kind: TokenKind.MonthCounter })
            || IsCounter(cursor.Peek(1).Kind))
        {
            return false;
        }

        cursor.Take();

        if (clauses.LastOrDefault() is Clause.InMonths { Months: [var month] })
        {
            clauses.Add(new Clause.OnDate(null, month, number - 1));
            clauses.Add(new Clause.OnDate(null, month, number));
        }
        else
        {
            clauses.Add(new Clause.OnMonthDays([number - 1, number]));
        }

        clauses.Add(new Clause.NotYet(NotYetKind.EitherDay));
        return true;
    }

    private static bool IsCounter(TokenKind kind) => kind
        is TokenKind.BusinessDay or TokenKind.DayCounter or TokenKind.HourCounter or TokenKind.MinuteCounter or TokenKind.MonthCounter or TokenKind.OrdinalMark or TokenKind.Times or TokenKind.Unit or TokenKind.YearCounter;
}
