using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>Times of day: 아침 8시, 오후 6시 반, 18:30, at 9, 6:30 pm, noon, half past 8; and lists of them.</summary>
internal static class TimeClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var times = new List<SpokenTime>();
        var end = cursor.Position;

        // every hour starting tomorrow at 9am until 6pm: that day, or each
        var ofBeginning = clauses.LastOrDefault() is Clause.Starting { Time: null } && cursor.Peek(-1).Kind is not (TokenKind.From or TokenKind.Join or TokenKind.Particle) && cursor.Peek().Kind is TokenKind.At or TokenKind.Clock or TokenKind.Number or TokenKind.Period;
        var between = cursor.TryTake(TokenKind.Between, out _);
        var begins = false;

        for (var from = SeesFrom(cursor); times.Count < ClauseReader.MostItems && TryTime(cursor, between || times.Count > 0, out var time); from = SeesFrom(cursor))
        {
            begins |= from;
            times.Add(time);
            cursor.Skip(TokenKind.HourMark);
            end = cursor.Position;

            if (Range(cursor, times) is { } range)
            {
                // 오전 6시부터 8시간마다: its time is known
                clauses.AddRange(range is Clause.NotYet && times.Count == 1 ? [new Clause.AtTimes(times)] : []);
                clauses.Add(range is Clause.InWindow window ? window with { OfBeginning = ofBeginning } : range);
                return true;
            }

            if (!cursor.Skip(TokenKind.Join))
            {
                break;
            }
        }

        cursor.Position = end;

        // between 9 and 18, 9시와 18시 사이에
        if (between || (cursor.Sees(TokenKind.Between) && !BoundClauses.Sees(cursor)))
        {
            cursor.Skip(TokenKind.Between);
            clauses.Add(times is [var from, var to] ? new Clause.InWindow(from, to) : new Clause.NotYet(NotYetKind.TimeRange));
            return times.Count > 0;
        }

        if (times.Count > 0)
        {
            clauses.Add(new Clause.AtTimes(times));

            // every day from 9am: until when, and how often?
            clauses.AddRange(begins ? [new Clause.NotYet(NotYetKind.TimeRange)] : []);
        }

        return times.Count > 0;
    }

    private static bool SeesFrom(TokenCursor cursor) => cursor.Sees(TokenKind.From) || cursor.Sees(TokenKind.At, TokenKind.From);

    public static bool Period(TokenCursor cursor, List<Clause> clauses)
    {
        // "9am am" says its half twice: one of them may be meant otherwise.
        if (!cursor.TryTake(TokenKind.Period, out var token) || (IsHalf(token) && (IsHalf(cursor.Peek(-2)) || IsHalf(cursor.Peek()))))
        {
            return false;
        }

        clauses.Add(new Clause.InPeriod((DayPeriod)token.Value));
        return true;
    }

    private static bool IsHalf(Token token) => token.Kind == TokenKind.Period && SpokenTime.IsHalf((DayPeriod)token.Value);

    // 9시부터 18시까지, 9am to 6pm, 9시~18시; never read as its first half. "at 9:00 from 2026-12-01" is no range of hours.
    private static Clause? Range(TokenCursor cursor, List<SpokenTime> times)
    {
        var start = cursor.Position;
        var isWord = cursor.Peek().Kind is TokenKind.Range or TokenKind.Until;

        // 9시부터 18시 and 9 until 18; "from 8am starting at 8" and 9시까지 18시 are none.
        if (cursor.Peek() is { Kind: TokenKind.From, Value: not BoundClauses.BehindDate } or { Kind: TokenKind.Until, Value: BoundClauses.BehindDate }
            || (cursor.Peek().Kind is TokenKind.From or TokenKind.Until && BoundClauses.Sees(cursor)) || !cursor.Skip(TokenKind.From, TokenKind.Range, TokenKind.Until))
        {
            return null;
        }

        if (times is [var from] && TryTime(cursor, listed: true, out var to))
        {
            cursor.Skip(TokenKind.HourMark);

            if (!BoundClauses.Sees(cursor))
            {
                cursor.Skip(TokenKind.Until, TokenKind.Between);
            }

            return new Clause.InWindow(from, to);
        }

        // "at 9am to check the site": what follows is the work
        if (isWord)
        {
            cursor.Position = start;
            return null;
        }

        return new Clause.NotYet(NotYetKind.TimeRange);
    }

    public static bool TryTime(TokenCursor cursor, bool listed, out SpokenTime time)
    {
        var start = cursor.Position;
        var at = cursor.Skip(TokenKind.At, TokenKind.From);
        var period = cursor.TryTake(TokenKind.Period, out var word) ? (DayPeriod)word.Value : DayPeriod.None;

        // evening at 6
        at |= period != DayPeriod.None && cursor.Skip(TokenKind.At);
        var isQuarterTo = cursor.Sees(TokenKind.Quarter, TokenKind.Range) || cursor.Sees(TokenKind.Article, TokenKind.Quarter, TokenKind.Range);

        if (TryKorean(cursor, out time) || TryClock(cursor, out time) || TryWords(cursor, out time) || TryNumber(cursor, at, listed, period, out time))
        {
            period = period == DayPeriod.None && !(time.Exact && cursor.Peek(-1).Kind == TokenKind.Named) ? Trailing(cursor) : period;
            // A quarter to 12pm is in the other half of the day than 12pm itself.
            period = isQuarterTo && time.Hour == 11 ? OtherHalf(period) : period;
            time = time with { Period = period, Exact = time.Exact && (period == DayPeriod.None || cursor.Peek(-1).Kind == TokenKind.Named) };
            return true;
        }

        cursor.Position = start;
        return false;
    }

    private static DayPeriod OtherHalf(DayPeriod period) => period switch
    {
        DayPeriod.Am => DayPeriod.Pm,
        DayPeriod.Pm => DayPeriod.Am,
        DayPeriod.EnglishAm => DayPeriod.EnglishPm,
        DayPeriod.EnglishPm => DayPeriod.EnglishAm,
        _ => period,
    };

    private static bool TryKorean(TokenCursor cursor, out SpokenTime time)
    {
        time = new(DayPeriod.None, cursor.Peek().Value, 0);

        // 9-18시, 9,18시
        if (cursor.Sees(TokenKind.Number, TokenKind.Range, TokenKind.Number, TokenKind.HourCounter) || cursor.SharesCounter(TokenKind.HourCounter))
        {
            time = time with { HasMark = true };
            cursor.Take();
            return true;
        }

        if (!cursor.Sees(TokenKind.Number, TokenKind.HourCounter))
        {
            return false;
        }

        cursor.Position += 2;
        time = time with { HasMark = true };

        if (cursor.Sees(TokenKind.Number, TokenKind.MinuteCounter) && cursor.Peek(2).Kind is not (TokenKind.EverySuffix or TokenKind.Later))
        {
            time = time with { Minute = cursor.Peek().Value };
            cursor.Position += 2;
        }
        else if (cursor.TryTake(TokenKind.Half, out _))
        {
            time = time with { Minute = 30 };
        }
        else
        {
            cursor.Skip(TokenKind.OnTheHour);
        }

        if (cursor.Sees(TokenKind.Number) && cursor.SeesUnit(TimeUnit.Second, 1) && cursor.Peek(2).Kind is not (TokenKind.EverySuffix or TokenKind.Later))
        {
            time = time with { Second = cursor.Peek().Value };
            cursor.Position += 2;
        }

        return true;
    }

    private static bool TryClock(TokenCursor cursor, out SpokenTime time)
    {
        time = default;

        if (cursor.TryTake(TokenKind.Named, out var named))
        {
            time = new(DayPeriod.None, named.Value / 60, named.Value % 60, Exact: true);
            return true;
        }

        if (!cursor.TryTake(TokenKind.Clock, out var clock))
        {
            return false;
        }

        var minutes = Math.Abs(clock.Value);
        time = new(DayPeriod.None, minutes / 60, minutes % 60, Exact: clock.Value >= 0, cursor.TryTake(TokenKind.Second, out var second) ? second.Value : 0);
        return true;
    }

    // half past 8, quarter to 9, 10 past 8
    private static bool TryWords(TokenCursor cursor, out SpokenTime time)
    {
        time = default;
        var minutes = cursor.Peek().Kind switch { TokenKind.Half => 30, TokenKind.Quarter => 15, TokenKind.Number => cursor.Peek().Value, _ => -1 };
        var article = cursor.Sees(TokenKind.Article, TokenKind.Quarter) ? 1 : 0;
        minutes = article == 1 ? 15 : minutes;

        if (minutes < 0 || cursor.Peek(article + 1).Kind is not (TokenKind.Past or TokenKind.Range) || cursor.Peek(article + 2).Kind != TokenKind.Number)
        {
            return false;
        }

        var to = cursor.Peek(article + 1).Kind == TokenKind.Range;

        if (to && cursor.Peek(article).Kind != TokenKind.Quarter)
        {
            return false;
        }

        var hour = cursor.Peek(article + 2).Value;
        time = to ? new(DayPeriod.None, hour == 1 ? 12 : hour - 1, 60 - minutes) : new(DayPeriod.None, hour, minutes);
        cursor.Position += article + 3;
        return true;
    }

    private static bool TryNumber(TokenCursor cursor, bool at, bool listed, DayPeriod period, out SpokenTime time)
    {
        time = new(period, cursor.Peek().Value, 0);

        if (!cursor.TryTake(TokenKind.Number, out _) || IsCounted(cursor.Peek().Kind))
        {
            return false;
        }

        if (cursor.Skip(TokenKind.HourMark) || cursor.Sees(TokenKind.Period) || cursor.Sees(TokenKind.In, TokenKind.The, TokenKind.Period))
        {
            return true;
        }

        // In "at 9 and 3 articles" the second number counts something else.
        return at || (listed && (cursor.AtEnd || cursor.Peek().Kind != TokenKind.Unknown));
    }

    // Followed by one of these, a number is something else than an hour.
    private static bool IsCounted(TokenKind kind) => kind
        is TokenKind.DayCounter or TokenKind.MinuteCounter or TokenKind.MonthCounter or TokenKind.MonthName or TokenKind.OrdinalMark or TokenKind.Past
        or TokenKind.BusinessDay or TokenKind.Times or TokenKind.Unit or TokenKind.YearCounter;

    // 8 in the morning, 9 at night, 7 pm
    private static DayPeriod Trailing(TokenCursor cursor)
    {
        var start = cursor.Position;

        if (cursor.TryTake(TokenKind.Period, out var word) && SpokenTime.IsHalf((DayPeriod)word.Value))
        {
            return (DayPeriod)word.Value;
        }

        cursor.Position = start;

        if ((cursor.Skip(TokenKind.In) && cursor.Skip(TokenKind.The) | true && cursor.TryTake(TokenKind.Period, out word))
            || (cursor.BackTo(start).Skip(TokenKind.At) && cursor.TryTake(TokenKind.Period, out word)))
        {
            return (DayPeriod)word.Value;
        }

        cursor.Position = start;
        return DayPeriod.None;
    }
}
