using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days of a month that are counted: 첫째 월요일, 마지막 영업일, the first Monday and the third Wednesday, the last business day.</summary>
internal static class NthClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var count = clauses.Count;

        for (var items = 0; items < ClauseReader.MostItems; items++)
        {
            var end = cursor.Position;
            var listed = items == 0 ? cursor.Skip(TokenKind.Join, TokenKind.The, TokenKind.On) | true : cursor.TakeJoin(TokenKind.The, TokenKind.On);

            if (!listed || !TryItem(cursor, clauses))
            {
                cursor.Position = end;
                break;
            }
        }

        if (clauses.Count == count)
        {
            return EveryBusinessDay(cursor, clauses);
        }

        TakeOf(cursor, clauses);
        return true;
    }

    /// <summary>Whether a counted day of the week or business day is next.</summary>
    public static bool Sees(TokenCursor cursor)
    {
        var (start, clauses) = (cursor.Position, new List<Clause>());
        var found = TryItem(cursor, clauses);
        cursor.Position = start;
        return found;
    }

    /// <summary>"of the month" says that it recurs; "of every month" is read next.</summary>
    public static void TakeOf(TokenCursor cursor, List<Clause> clauses)
    {
        if (!cursor.Sees(TokenKind.Of, TokenKind.The))
        {
            return;
        }

        if (cursor.SeesUnit(TimeUnit.Month, 2))
        {
            cursor.Position += 3;
            clauses.Add(new Clause.Repeat(TimeUnit.Month, 1));
        }
        else if (cursor.Peek(2).Kind == TokenKind.Quarter)
        {
            cursor.Position += 3;
            clauses.Add(new Clause.Repeat(TimeUnit.Quarter, 1));
        }
    }

    /// <summary>영업일, business days: of whatever week.</summary>
    public static bool EveryBusinessDay(TokenCursor cursor, List<Clause> clauses)
    {
        // 다음 영업일 and 영업일 뒤 are other things.
        if (cursor.Peek(-1).Kind is TokenKind.Next or TokenKind.This || !TryBusinessDay(cursor) || cursor.Sees(TokenKind.Later))
        {
            return false;
        }

        cursor.Skip(TokenKind.EverySuffix);

        clauses.Add(new Clause.OnDays(DaySet.Weekdays, Repeating: true));
        clauses.Add(new Clause.Except(new() { Holidays = true }));
        return true;
    }

    /// <summary>One or several ordinals and the day that they count.</summary>
    public static bool TryItem(TokenCursor cursor, List<Clause> clauses)
    {
        var (start, count) = (cursor.Position, clauses.Count);

        // The 1st and the first Monday: the same number twice counts two things.
        if (TryOrdinals(cursor, out var ordinals))
        {
            var counted = cursor.Position;

            if ((ordinals.Distinct().Count() == ordinals.Count && TryCounted(cursor, ordinals, clauses)) || UnjoinedClauses.Counted(cursor.BackTo(counted), ordinals[^1], clauses))
            {
                return true;
            }
        }

        cursor.Position = start;
        clauses.RemoveRange(count, clauses.Count - count);
        return false;
    }

    private static bool TryCounted(TokenCursor cursor, List<int> ordinals, List<Clause> clauses)
    {
        if (TryBusinessDay(cursor))
        {
            // the 15th and the last business day: the fifteenth of what?
            clauses.Add(ordinals.Count > 1 && ordinals.Any(nth => nth > 5) ? new Clause.NotYet(NotYetKind.Ambiguous) : new Clause.OnBusinessDays(ordinals));
            return !cursor.Sees(TokenKind.Later);
        }

        // the third to last day
        if (ordinals.Any(nth => nth < -1) && DayClauses.TryDayNoun(cursor))
        {
            clauses.Add(new Clause.NotYet(NotYetKind.NthFromEnd));
            return true;
        }

        var ofWeek = cursor.Skip(TokenKind.WeekWord);
        var day = cursor.Peek();

        if (day.Kind == TokenKind.DayGroup)
        {
            cursor.Take();
            clauses.Add(new Clause.NotYet(NotYetKind.NthFromEnd));
            return true;
        }

        if (day.Kind is not (TokenKind.Day or TokenKind.DayPlural) || cursor.AtEnd)
        {
            return false;
        }

        cursor.Take();

        // the 15th and the last Friday: the first of them is a day of the month; but the sixth Friday is no day at all
        if (ordinals.Count > 1 && ordinals.Any(nth => nth > 5))
        {
            return false;
        }

        if (ordinals.Any(nth => nth < -1))
        {
            clauses.Add(new Clause.NotYet(NotYetKind.NthFromEnd));
            return true;
        }

        NthDay[] days = [.. ordinals.Select(nth => new NthDay(nth, day.Value))];
        clauses.Add(ofWeek ? new Clause.OnUnclearDays(days, OrWeeks: false) : new Clause.OnNthDays(days));
        return true;
    }

    public static bool TryBusinessDay(TokenCursor cursor)
    {
        if (cursor.TryTake(TokenKind.BusinessDay, out _))
        {
            return true;
        }

        if (cursor.Peek().Kind != TokenKind.BusinessWord || !cursor.SeesUnit(TimeUnit.Day, 1))
        {
            return false;
        }

        cursor.Position += 2;
        return true;
    }

    private static bool TryOrdinals(TokenCursor cursor, out List<int> ordinals)
    {
        ordinals = [];
        var end = cursor.Position;

        while (ordinals.Count < ClauseReader.MostItems && TryOrdinal(cursor, out var ordinal))
        {
            ordinals.Add(ordinal);
            end = cursor.Position;

            if (!cursor.TakeJoin(TokenKind.The))
            {
                break;
            }
        }

        cursor.Position = end;
        return ordinals.Count > 0;
    }

    public static bool TryOrdinal(TokenCursor cursor, out int ordinal)
    {
        // 끝에서 두 번째, 마지막에서 2번째
        var fromEnd = cursor.TryTake(TokenKind.FromEnd, out _);
        var token = cursor.Peek();
        ordinal = token.Kind == TokenKind.Last ? -1 : token.Value;

        switch (token.Kind)
        {
            case TokenKind.Number when cursor.Peek(1).Kind is TokenKind.OrdinalMark or TokenKind.BusinessDay:
            case TokenKind.Ordinal:
            case TokenKind.Last when !fromEnd:
                cursor.Take();
                cursor.Skip(TokenKind.OrdinalMark);
                break;
            case TokenKind.Unit when token.Value == (int)TimeUnit.Second:
                // second is also a unit of time
                ordinal = 2;
                cursor.Take();
                break;
            default:
                return false;
        }

        // the second to last
        if (ordinal > 0 && (fromEnd || cursor.Sees(TokenKind.Range, TokenKind.Last)))
        {
            cursor.Position += fromEnd ? 0 : 2;
            ordinal = -ordinal;
        }

        return ordinal != 0;
    }
}
