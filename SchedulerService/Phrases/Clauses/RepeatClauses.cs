using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Clauses;

/// <summary>What recurs by a number: 30분마다, 하루에 한 번, every 2 hours, once a day.</summary>
internal static class RepeatClauses
{
    public static bool Interval(TokenCursor cursor, List<Clause> clauses)
    {
        if (EitherDay(cursor, clauses))
        {
            return true;
        }

        var every = cursor.TryTake(TokenKind.Every, out _);

        if (TryFraction(cursor, every, out var count))
        {
            return Add(clauses, TimeUnit.Minute, count);
        }

        if (!cursor.TryTakeAmount(out count, out var unit))
        {
            return false;
        }

        var end = cursor.Position;
        cursor.Skip(TokenKind.Join);

        if (unit == TimeUnit.Hour && cursor.TryTakeAmount(out var minutes, out var small) && small == TimeUnit.Minute && (every || cursor.Sees(TokenKind.EverySuffix)))
        {
            (count, unit) = ((count * 60) + minutes, TimeUnit.Minute);
        }
        else
        {
            cursor.Position = end;
        }

        if (unit == TimeUnit.Hour && cursor.Sees(TokenKind.Half, TokenKind.EverySuffix))
        {
            cursor.Take();
            (count, unit) = ((count * 60) + 30, TimeUnit.Minute);
        }

        if (count == 1 && cursor.TryTake(TokenKind.Skipping, out _))
        {
            // 한 주 걸러
            return Add(clauses, unit, 2);
        }

        return (cursor.Skip(TokenKind.EverySuffix) || every) && Add(clauses, unit, count);
    }

    // 매 15일, 매월 15일마다: the 15th of each month, or each 15 days.
    private static bool EitherDay(TokenCursor cursor, List<Clause> clauses)
    {
        var ofMonth = cursor.Peek(-1) is { Kind: TokenKind.EveryUnit, Value: (int)TimeUnit.Month };
        var number = cursor.Peek(ofMonth ? 0 : 1).Value;

        if (number is < 1 or > 31 || !(ofMonth ? cursor.Sees(TokenKind.Number, TokenKind.DayCounter, TokenKind.EverySuffix) : cursor.Sees(TokenKind.Every, TokenKind.Number, TokenKind.DayCounter)))
        {
            return false;
        }

        cursor.Position += 3;
        cursor.Skip(TokenKind.EverySuffix);
        clauses.Add(new Clause.Unjoined(
        [
            new(ScheduleKind.Days) { MonthDays = [number] },
            new(ScheduleKind.Days) { Step = number == 1 ? null : new(TimeUnit.Day, number) },
        ]));
        return true;
    }

    /// <summary>하루에 한 번, 주 1회, once a day, twice a week.</summary>
    public static bool OncePer(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.TryTake(TokenKind.Once, out var once) || cursor.Sees(TokenKind.Number, TokenKind.Times))
        {
            var times = once.Kind == TokenKind.Once ? once.Value : cursor.Take().Value;
            var (every, each) = (Ended(cursor), cursor.TryTake(TokenKind.Times, out var word) && word.Value == KoreanWords.Each);
            return English(cursor, clauses, times) || AddCount(cursor, clauses, times, every, each);
        }

        var (count, unit) = (1, TimeUnit.Day);

        // 15일 한 번 is a day, 15일에 한 번 an interval.
        var isDate = cursor.Peek(1).Kind is TokenKind.DayCounter or TokenKind.MinuteCounter;

        if (cursor.Peek().Kind is TokenKind.DayWord)
        {
            unit = (TimeUnit)cursor.Take().Value;
            (count, unit) = unit == TimeUnit.HalfYear ? (6, TimeUnit.Month) : (1, unit);
        }
        else if (cursor.Peek() is { Kind: TokenKind.Unit, Value: (int)TimeUnit.Quarter or (int)TimeUnit.HalfYear } period)
        {
            // 분기에 한 번
            unit = (TimeUnit)period.Value;
            cursor.Take();
        }
        else if (cursor.Peek().Kind is TokenKind.WeekWord or TokenKind.DayLetter)
        {
            // 주 1회, 월 1회: 월 stands for the month here.
            var token = cursor.Take();
            unit = token.Kind == TokenKind.WeekWord ? TimeUnit.Week : TimeUnit.Month;

            if (token.Kind == TokenKind.DayLetter && token.Value != 1)
            {
                return false;
            }
        }
        else if (!cursor.TryTakeAmount(out count, out unit))
        {
            return false;
        }

        return (cursor.Skip(TokenKind.Particle) || !isDate) && cursor.TryTake(TokenKind.Number, out var number) && cursor.TryTake(TokenKind.Times, out _) && AddTimes(clauses, unit, count, number.Value);
    }

    // What recurs and ends right before the number that was taken: 매일 한 번, every hour once; its unit is open in 월요일마다 한 번.
    private static (bool Any, TimeUnit? Unit, int Count) Ended(TokenCursor cursor) => cursor.Peek(-2) switch
    {
        { Kind: TokenKind.EveryUnit } unit => (true, (TimeUnit)unit.Value, 1),
        { Kind: TokenKind.EveryOtherUnit } unit => (true, (TimeUnit)(unit.Value & ~EnglishWords.Loose), 2),
        { Kind: TokenKind.Unit } unit when cursor.Peek(-3).Kind == TokenKind.Every => (true, (TimeUnit)unit.Value, 1),
        { Kind: TokenKind.EverySuffix } => (true, null, 0),
        _ => default,
    };

    // 12월 25일 오전 10시에 한 번, 매일 두 번
    private static bool AddCount(TokenCursor cursor, List<Clause> clauses, int times, (bool Any, TimeUnit? Unit, int Count) every, bool each)
    {
        clauses.Add(times == 1 && every.Unit is { } unit ? new Clause.OncePer(unit, every.Count) : new Clause.SoManyTimes(times, each || every.Any));
        return cursor.Peek().Kind != TokenKind.OrdinalMark || cursor.AtEnd;
    }

    // once a day, twice a week, once every two weeks
    private static bool English(TokenCursor cursor, List<Clause> clauses, int times)
    {
        var position = cursor.Position;

        if (cursor.Sees(TokenKind.Article, TokenKind.Unit))
        {
            var unit = (TimeUnit)cursor.Peek(1).Value;
            cursor.Position += 2;
            return AddTimes(clauses, unit, 1, times);
        }

        // once a quarter, once a fortnight
        if (cursor.Sees(TokenKind.Article, TokenKind.Quarter) || cursor.Sees(TokenKind.Article, TokenKind.EveryOtherUnit))
        {
            var quarter = cursor.Peek(1).Kind == TokenKind.Quarter;
            cursor.Position += 2;
            return AddTimes(clauses, quarter ? TimeUnit.Quarter : TimeUnit.Week, quarter ? 1 : 2, times);
        }

        var start = clauses.Count;

        if (!(Interval(cursor, clauses) || EveryClauses.Read(cursor.BackTo(position), clauses)) || clauses[start] is not Clause.Repeat repeat)
        {
            clauses.RemoveRange(start, clauses.Count - start);
            cursor.Position = position;
            return false;
        }

        if (times != 1)
        {
            clauses.RemoveRange(start, clauses.Count - start);
            return AddTimes(clauses, repeat.Unit, repeat.Count, times);
        }

        clauses.Add(new Clause.OncePer(repeat.Unit, repeat.Count));
        return true;
    }

    // every half hour, every quarter of an hour, 반시간마다
    private static bool TryFraction(TokenCursor cursor, bool every, out int minutes)
    {
        var start = cursor.Position;
        minutes = cursor.Peek().Kind == TokenKind.Half ? 30 : 15;

        if (cursor.TryTake(TokenKind.Half, out _) || cursor.TryTake(TokenKind.Quarter, out _))
        {
            cursor.Skip(TokenKind.Of, TokenKind.Article);

            if ((every && cursor.TryTake(TokenKind.Unit, out var hour) && hour.Value == (int)TimeUnit.Hour)
                || (cursor.TryTake(TokenKind.EveryUnit, out hour) && hour.Value == (int)TimeUnit.Hour))
            {
                return true;
            }
        }

        cursor.Position = start;
        return false;
    }

    private static bool AddTimes(List<Clause> clauses, TimeUnit unit, int count, int times)
    {
        clauses.AddRange(times == 1 ? [new Clause.Repeat(unit, count), new Clause.OncePer(unit, count)] : count == 1 ? [new Clause.TimesPer(unit, times)] : [new Clause.NotYet(NotYetKind.SeveralTimes)]);
        return true;
    }

    private static bool Add(List<Clause> clauses, TimeUnit unit, int count)
    {
        clauses.Add(new Clause.Repeat(unit, count));
        return true;
    }
}
