using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>Days that come once: 12월 25일, 2026-12-25, 내일, 다음 주 월요일, December 25th.</summary>
internal static class DateClauses
{

    /// <summary>Whether there is such a day, in that year or in any.</summary>
    public static bool Exists(int? year, int month, int day) =>
        month is >= 1 and <= 12 && (year is null or (>= 1 and <= 9998)) && day >= 1 && day <= DateTime.DaysInMonth(year ?? 2024, month);

    public static bool Calendar(TokenCursor cursor, List<Clause> clauses)
    {
        if (!TryCalendar(cursor, out var date))
        {
            return false;
        }

        clauses.Add(date);
        return true;
    }

    public static bool TryCalendar(TokenCursor cursor, out Clause.OnDate found)
    {
        found = new(null, 0, null);

        if (cursor.TryTake(TokenKind.IsoDate, out var iso))
        {
            var date = DateOnly.FromDayNumber(iso.Value);
            found = new(date.Year, date.Month, date.Day);
            return true;
        }

        // Christmas, Christmas Eve
        if (cursor.TryTake(TokenKind.NamedDay, out var named))
        {
            found = new(null, named.Value / 100, (named.Value % 100) - (cursor.Skip(TokenKind.Eve) ? 1 : 0));
            return true;
        }

        int? year = null;

        if (cursor.Sees(TokenKind.Number, TokenKind.YearCounter))
        {
            year = cursor.Take().Value;
            cursor.Take();
        }

        if (cursor.Sees(TokenKind.Number, TokenKind.MonthCounter, TokenKind.Number, TokenKind.DayCounter))
        {
            found = new(year, cursor.Peek().Value, cursor.Peek(2).Value);
            cursor.Position += 4;
            return true;
        }

        return year is null && English(cursor, ref found);
    }

    public static bool Relative(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.TryTake(TokenKind.Relative, out var word))
        {
            clauses.Add(new Clause.InDays(Math.Max(word.Value, 0)));

            if (word.Value < 0)
            {
                clauses.Add(new Clause.InPeriod(DayPeriod.Evening));
            }

            return true;
        }

        // the day after tomorrow
        var article = cursor.Sees(TokenKind.The) ? 1 : 0;

        if (cursor.SeesUnit(TimeUnit.Day, article) && cursor.Peek(article + 1).Kind == TokenKind.After && cursor.Peek(article + 2) is { Kind: TokenKind.Relative, Value: 1 })
        {
            cursor.Position += article + 3;
            clauses.Add(new Clause.InDays(2));
            return true;
        }

        // this evening
        if (!cursor.Sees(TokenKind.This, TokenKind.Period))
        {
            return false;
        }

        cursor.Take();
        clauses.Add(new Clause.InDays(0));
        return true;
    }

    public static bool InWeek(TokenCursor cursor, List<Clause> clauses)
    {
        if (cursor.Peek().Kind is not (TokenKind.Next or TokenKind.This))
        {
            return false;
        }

        var weeks = cursor.Take() is { Kind: TokenKind.Next, Value: var further } ? 1 + further : 0;
        var week = cursor.Skip(TokenKind.WeekWord) || (cursor.SeesUnit(TimeUnit.Week) && cursor.TryTake(TokenKind.Unit, out _));
        cursor.Skip(TokenKind.Particle, TokenKind.On);

        if (cursor.Peek().Kind is not (TokenKind.Day or TokenKind.DayLetter) || cursor.AtEnd)
        {
            return false;
        }

        clauses.Add(new Clause.InWeek(weeks, cursor.Take().Value, Exact: week || weeks == 0));
        return true;
    }

    private static bool English(TokenCursor cursor, ref Clause.OnDate found)
    {
        int month, day;

        if (cursor.TryTake(TokenKind.MonthName, out var name))
        {
            cursor.Skip(TokenKind.The);

            // in January and on the 1st: the number must be the next word, and no number of something else
            if (cursor.Peek(1).Kind is TokenKind.HourMark or TokenKind.Period or TokenKind.Unit)
            {
                return false;
            }

            (month, day) = (name.Value, cursor.Peek().Value);

            // June 2027 is a month
            if (cursor.Peek() is { Kind: TokenKind.Number, Value: >= LocalTimes.FirstYear and <= LocalTimes.LastYear })
            {
                return false;
            }

            if (!cursor.TryTake(TokenKind.Number, out _) && !cursor.TryTake(TokenKind.Ordinal, out _))
            {
                return false;
            }
        }
        else
        {
            day = cursor.Peek().Value;

            if (cursor.Peek().Kind is not (TokenKind.Number or TokenKind.Ordinal) || cursor.AtEnd)
            {
                return false;
            }

            cursor.Take();
            cursor.Skip(TokenKind.Of);

            if (!cursor.TryTake(TokenKind.MonthName, out name))
            {
                return false;
            }

            month = name.Value;
        }

        found = new(Year(cursor), month, day);
        return true;
    }

    /// <summary>A year right behind its month: June 2027.</summary>
    public static bool TryYear(TokenCursor cursor, out int year)
    {
        year = cursor.Peek() is { Kind: TokenKind.Number, Value: >= LocalTimes.FirstYear and <= LocalTimes.LastYear and var number } && !cursor.AtEnd ? number : 0;
        cursor.Position += year > 0 ? 1 : 0;
        return year > 0;
    }

    private static int? Year(TokenCursor cursor)
    {
        var ahead = cursor.Sees(TokenKind.Join) ? 1 : 0;

        if (cursor.Peek(ahead) is not { Kind: TokenKind.Number, Value: >= 2000 and <= 9999 } year)
        {
            return null;
        }

        cursor.Position += ahead + 1;
        return year.Value;
    }
}
