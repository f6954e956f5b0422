namespace SchedulerService.Phrases;

/// <summary>What recurs: 매일, 30분마다, 하루에 한 번, every 2 hours, once a day.</summary>
internal static class RepeatClauses
{
    public static bool Interval(TokenCursor cursor, List<Clause> clauses)
    {
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

        return (cursor.Skip(TokenKind.EverySuffix) || every) && Add(clauses, unit, count);
    }

    /// <summary>매일, daily, every day; and 매 / every before a part of the day or a day of the month, which is read next.</summary>
    public static bool EveryOne(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.TryTake(TokenKind.EveryUnit, out var word) || (cursor.Sees(TokenKind.DayWord, TokenKind.EverySuffix) && cursor.TryTake(TokenKind.DayWord, out word)))
        {
            cursor.Skip(TokenKind.EverySuffix);
            return Add(clauses, (TimeUnit)word.Value, 1);
        }

        if (cursor.Sees(TokenKind.Period, TokenKind.EverySuffix))
        {
            clauses.Add(new Clause.InPeriod((DayPeriod)cursor.Take().Value));
            cursor.Take();
            return Add(clauses, TimeUnit.Day, 1);
        }

        if (!cursor.TryTake(TokenKind.Every, out _))
        {
            return false;
        }

        switch (cursor.Peek().Kind)
        {
            case TokenKind.Unit when cursor.Sees(TokenKind.Unit, TokenKind.Unit) || cursor.Sees(TokenKind.Unit, TokenKind.Day):
                // every second week: the ordinal is also a unit
                cursor.Take();
                return Refused(clauses, NotYetKind.EveryOther, cursor, TokenKind.Unit, TokenKind.Day);
            case TokenKind.Unit:
                return Add(clauses, (TimeUnit)cursor.Take().Value, 1);
            case TokenKind.Period or TokenKind.Named:
                return Add(clauses, TimeUnit.Day, 1);
            case TokenKind.Other:
                cursor.Take();
                return Refused(clauses, NotYetKind.EveryOther, cursor, TokenKind.Unit, TokenKind.Day, TokenKind.DayGroup);
            case TokenKind.Ordinal when cursor.Peek(1).Kind is TokenKind.Unit && cursor.Peek(1).Value != (int)TimeUnit.Day:
            case TokenKind.Ordinal when cursor.Peek(1).Kind is TokenKind.Unit && cursor.Peek(2).Kind is not TokenKind.Of:
                cursor.Take();
                return Refused(clauses, NotYetKind.EveryOther, cursor, TokenKind.Unit);
            case TokenKind.Ordinal or TokenKind.Last:
                return Add(clauses, TimeUnit.Month, 1);
            default:
                return DayClauses.Week(cursor, clauses, repeating: true);
        }
    }

    /// <summary>하루에 한 번, 주 1회, once a day, twice a week.</summary>
    public static bool OncePer(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.TryTake(TokenKind.Once, out var once) || cursor.Sees(TokenKind.Number, TokenKind.Times))
        {
            var times = once.Kind == TokenKind.Once ? once.Value : cursor.Take().Value;
            cursor.Skip(TokenKind.Times);
            return English(cursor, clauses, times);
        }

        var (count, unit) = (1, TimeUnit.Day);

        if (cursor.Peek().Kind is TokenKind.DayWord)
        {
            unit = (TimeUnit)cursor.Take().Value;
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

        cursor.Skip(TokenKind.Particle);
        return cursor.TryTake(TokenKind.Number, out var number) && cursor.TryTake(TokenKind.Times, out _)
            && (number.Value == 1 ? Add(clauses, unit, count) : Refused(clauses, NotYetKind.SeveralTimes, cursor));
    }

    private static bool English(TokenCursor cursor, List<Clause> clauses, int times)
    {
        var start = clauses.Count;
        var found = cursor.Sees(TokenKind.Article, TokenKind.Unit)
            ? Add(clauses, (TimeUnit)cursor.Peek(1).Value, 1)
            : Interval(cursor, clauses) || EveryOne(cursor, clauses);
        cursor.Skip(TokenKind.Article, TokenKind.Unit);

        if (found && times != 1)
        {
            clauses.RemoveRange(start, clauses.Count - start);
            clauses.Add(new Clause.NotYet(NotYetKind.SeveralTimes));
        }

        return found;
    }

    // every half hour, every quarter of an hour, 반시간마다
    private static bool TryFraction(TokenCursor cursor, bool every, out int minutes)
    {
        var start = cursor.Position;
        minutes = cursor.Peek().Kind == TokenKind.Half ? 30 : 15;

        if (cursor.Skip(TokenKind.Half, TokenKind.Quarter))
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

    private static bool Add(List<Clause> clauses, TimeUnit unit, int count)
    {
        clauses.Add(unit == TimeUnit.Year ? new Clause.NotYet(NotYetKind.Yearly) : new Clause.Repeat(unit, count));
        return true;
    }

    private static bool Refused(List<Clause> clauses, NotYetKind what, TokenCursor cursor, params ReadOnlySpan<TokenKind> after)
    {
        clauses.Add(new Clause.NotYet(what));
        return after.IsEmpty || cursor.Skip(after);
    }
}
