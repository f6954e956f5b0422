using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases.Clauses.Days;

/// <summary>The days between which a schedule lives: 12월 1일부터, 3월부터 12월 31일까지, from tomorrow, until December 31.</summary>
internal static class BoundClauses
{
    /// <summary>The value of a word for a beginning or an end that stands behind its date; English ones stand before it.</summary>
    public const int BehindDate = 1;

    /// <summary>The value of a word that is an end only before a date: through December 31, stop on December 31.</summary>
    public const int BeforeDate = 2;

    public static bool Read(TokenCursor cursor, List<Clause> clauses) => Before(cursor, clauses) || Between(cursor, clauses) || DayAfter(cursor, clauses) || After(cursor, clauses);

    /// <summary>Whether a beginning or an end of this kind is next: a word and a date.</summary>
    public static bool Sees(TokenCursor cursor)
    {
        var start = cursor.Position;
        var found = Before(cursor, []) || Between(cursor, []) || SpanClauses.SeesLimit(cursor);
        cursor.Position = start;
        return found;
    }

    // from 2026-12-01, starting on December 1, until Dec 31; and "to" after a beginning
    private static bool Before(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;
        var ends = cursor.Peek() is { Kind: TokenKind.Until, Value: not BehindDate } || (cursor.Peek().Kind is TokenKind.Range && (cursor.Peek().Value == BeforeDate || clauses.LastOrDefault() is Clause.Starting));

        if (cursor.AtEnd || !(ends || cursor.Peek() is { Kind: TokenKind.From, Value: not BehindDate } or { Kind: TokenKind.Begin }))
        {
            return cursor.Sees(TokenKind.Counted, TokenKind.From) && Counted(cursor, clauses);
        }

        if (Timed(cursor, clauses, ends))
        {
            return true;
        }

        var isOpen = ends && cursor.Peek().Kind == TokenKind.Until;
        cursor.Take();
        cursor.Skip(TokenKind.On, TokenKind.From, TokenKind.In);

        if (TryYear(cursor, out var year))
        {
            clauses.Add(ends ? new Clause.Ending(new Clause.OnDate(year, DateMeaning.WholeYear, null), null) : new Clause.Starting(new Clause.OnDate(year, 1, null), null));
            return true;
        }

        // In 부터 12월 31일까지 the date belongs to the word behind it; in "from Dec 1 until Dec 31" that word has a date of its own.
        if (TryDate(cursor, out var date) && !IsMonthOnly(date) && !IsListed(cursor, date) && (cursor.Peek().Kind is not (TokenKind.From or TokenKind.Until) || SeesDateBehind(cursor)))
        {
            clauses.Add(ends ? new Clause.Ending(date, null) : new Clause.Starting(date, null));
            return true;
        }

        cursor.Position = start;
        cursor.Take();
        cursor.Skip(TokenKind.In);

        // beginning in January, through June 2027; "until June" may be until it begins
        if (cursor.TryTake(TokenKind.MonthName, out var month) && (DateClauses.TryYear(cursor, out year) || (!IsMore(cursor.Peek()) && !(cursor.Sees(TokenKind.Join) && IsMore(cursor.Peek(1))))))
        {
            var whole = new Clause.OnDate(year > 0 ? year : null, month.Value, null);
            clauses.Add(ends ? new Clause.Ending(whole, null, isOpen) : new Clause.Starting(whole, null));
            return true;
        }

        cursor.Position = start;
        return false;
    }

    // January 5, January, February
    private static bool IsMore(Token token) => token.Kind is TokenKind.MonthName or TokenKind.Number or TokenKind.Ordinal or TokenKind.The;

    // between Dec 10 and Dec 20
    private static bool Between(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;

        if (cursor.TryTake(TokenKind.Between, out _) && TryDate(cursor, out var from) && !IsMonthOnly(from) && cursor.TryTake(TokenKind.Join, out _) && TryDate(cursor, out var to) && !IsMonthOnly(to))
        {
            clauses.Add(new Clause.Starting(from, null));
            clauses.Add(new Clause.Ending(to, null));
            return true;
        }

        cursor.Position = start;
        return false;
    }

    // 12월 1일부터 31일까지: of the month that begins it
    private static bool DayAfter(TokenCursor cursor, List<Clause> clauses)
    {
        if (clauses.LastOrDefault() is not Clause.Starting { Date: Clause.OnDate { Day: not null } date } || cursor.Peek(-1).Kind != TokenKind.From
            || !cursor.Sees(TokenKind.Number, TokenKind.DayCounter, TokenKind.Until) || cursor.Peek(2).Value != BehindDate)
        {
            return false;
        }

        clauses.Add(new Clause.Ending(date with { Day = cursor.Peek().Value }, null));
        cursor.Position += 3;
        cursor.Skip(TokenKind.Particle, TokenKind.OnlySuffix);
        return true;
    }

    // from 14:00 on 2026-12-01, until 18:00 on December 31: the time belongs to the date, not to the rule
    private static bool Timed(TokenCursor cursor, List<Clause> clauses, bool ends)
    {
        var start = cursor.Position;
        cursor.Take();

        if (TimeClauses.TryTime(cursor, listed: false, out var time) && cursor.Skip(TokenKind.On) && TryDate(cursor, out var date) && !IsMonthOnly(date))
        {
            clauses.Add(ends ? new Clause.Ending(date, time) : new Clause.Starting(date, time));
            return true;
        }

        cursor.Position = start;
        return false;
    }

    // every hour counted from 2026-12-01 at 14:00
    private static bool Counted(TokenCursor cursor, List<Clause> clauses)
    {
        cursor.Take();
        clauses.Add(new Clause.Counted());
        return Before(cursor, clauses);
    }

    // Whether the word that is next has a date of its own behind it.
    private static bool SeesDateBehind(TokenCursor cursor)
    {
        var start = cursor.Position;

        if (Timed(cursor, [], ends: true))
        {
            cursor.Position = start;
            return true;
        }

        cursor.Take();
        cursor.Skip(TokenKind.On);
        var found = TryDate(cursor, out _);
        cursor.Position = start;
        return found;
    }

    // 12월 1일부터, 내일 오전 9시부터, 12월 31일까지, 3월부터
    private static bool After(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;

        if (TryDate(cursor, out var date))
        {
            SpokenTime? time = cursor.Peek().Kind != TokenKind.From && TimeClauses.TryTime(cursor, listed: false, out var spoken) ? spoken : null;

            cursor.Position += SeesVerb(cursor, 0) ? 1 : 0;

            if (cursor.Peek() is { Kind: TokenKind.From, Value: BehindDate })
            {
                cursor.Skip(TokenKind.From);

                var begun = cursor.Position;

                // 내일 9시부터 18시까지
                if (time is { } from && TimeClauses.TryTime(cursor, listed: false, out var end) && cursor.TryTake(TokenKind.Until, out _))
                {
                    clauses.Add(new Clause.Starting(date, null));
                    clauses.Add(new Clause.InWindow(from, end, OfBeginning: true));
                    return true;
                }

                cursor.Position = begun;
                clauses.Add(new Clause.Starting(date, time));

                if (cursor.TryTake(TokenKind.Counted, out _))
                {
                    clauses.Add(new Clause.Counted());
                }

                return true;
            }

            if (cursor.Peek() is { Kind: TokenKind.Until, Value: BehindDate } && cursor.Skip(TokenKind.Until))
            {
                cursor.Skip(TokenKind.Particle, TokenKind.OnlySuffix);
                clauses.Add(new Clause.Ending(date, time));
                return true;
            }

            // 2026-12-01 ~ 2026-12-31
            if (time is null && !IsMonthOnly(date) && cursor.TryTake(TokenKind.Range, out _) && TryDate(cursor, out var to) && !IsMonthOnly(to))
            {
                cursor.Skip(TokenKind.Until);
                clauses.Add(new Clause.Starting(date, null));
                clauses.Add(new Clause.Ending(to, null));
                return true;
            }
        }

        cursor.Position = start;
        return false;
    }

    // 12월 7일에 시작해줘, 12월 31일에 끝내줘
    private static bool SeesVerb(TokenCursor cursor, int ahead) => cursor.Peek(ahead) is { Kind: TokenKind.Particle, Value: 1 } && cursor.Peek(ahead + 1) is { Kind: TokenKind.From or TokenKind.Until, Value: BehindDate };

    // from 2027, until 2028
    private static bool TryYear(TokenCursor cursor, out int year)
    {
        year = cursor.Peek().Value;
        var isLast = cursor.EndsWithin(1) || cursor.Peek(1).Kind is TokenKind.At or TokenKind.Except or TokenKind.From or TokenKind.Join or TokenKind.Note or TokenKind.On or TokenKind.Only or TokenKind.Particle or TokenKind.Until or TokenKind.Zone;
        var isYear = isLast && cursor.Sees(TokenKind.Number) && year is >= LocalTimes.FirstYear and <= LocalTimes.LastYear;
        cursor.Position += isYear ? 1 : 0;
        return isYear;
    }

    // starting next week, Monday and Friday: the Monday belongs to the Friday
    private static bool IsListed(TokenCursor cursor, Clause date) => date is Clause.InWeek && cursor.Sees(TokenKind.Join) && cursor.Peek(1).Kind is TokenKind.Day or TokenKind.DayGroup or TokenKind.DayPlural;

    private static bool IsMonthOnly(Clause date) => date is Clause.OnDate { Day: null };

    private static bool TryDate(TokenCursor cursor, out Clause date)
    {
        var (start, found) = (cursor.Position, new List<Clause>());

        if (DateClauses.Calendar(cursor, found) || Restart(cursor, start, found) && DateClauses.Relative(cursor, found) || Restart(cursor, start, found) && DateClauses.InWeek(cursor, found))
        {
            date = found[0];
            return found.Count == 1;
        }

        cursor.Position = start;

        // 3월부터, 2027년 3월까지
        int? year = null;

        if (cursor.Sees(TokenKind.Number, TokenKind.YearCounter))
        {
            year = cursor.Take().Value;
            cursor.Take();

            // 2027년부터, 2027년까지
            if (cursor.Peek() is { Kind: TokenKind.From } or { Kind: TokenKind.Until, Value: BehindDate })
            {
                date = new Clause.OnDate(year, cursor.Peek().Kind == TokenKind.From ? 1 : 12, null);
                return true;
            }
        }

        date = new Clause.OnDate(year, cursor.Peek().Value, null);
        var isMonth = cursor.Sees(TokenKind.Number, TokenKind.MonthCounter) && (cursor.Peek(2).Kind is TokenKind.From or TokenKind.Until || SeesVerb(cursor, 2));
        cursor.Position += isMonth ? 2 : 0;
        return isMonth;
    }

    private static bool Restart(TokenCursor cursor, int start, List<Clause> found)
    {
        cursor.Position = start;
        found.Clear();
        return true;
    }
}
