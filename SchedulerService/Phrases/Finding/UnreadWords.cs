using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Phrases.Finding;

/// <summary>
/// Words of time that no clause takes. Beside a schedule they say something of it, so that the phrase with them is refused: "every day at 9am or
/// later", "until the release". Words that are said of other things just as well (a, last, to, 일) are not among them.
/// </summary>
internal static class UnreadWords
{
    private const int MostWordsOfCondition = 5;

    /// <summary>Takes them. <paramref name="trails"/> is whether clauses stand right before, <paramref name="last"/> the last of them; <paramref name="kind"/> says what they are.</summary>
    public static bool TryTake(TokenCursor cursor, bool trails, Clause? last, out UnreadKind kind)
    {
        var (start, condition) = (cursor.Position, 0);
        kind = UnreadKind.None;
        var token = cursor.Peek();

        switch (token.Kind)
        {
            // every 2 and a half, every now and then
            case TokenKind.Every when !cursor.EndsWithin(1) && cursor.Peek(1).Kind is TokenKind.Half or TokenKind.Later or TokenKind.Next or TokenKind.NotYet or TokenKind.Number or TokenKind.Once or TokenKind.WrongClock:
            case TokenKind.Every when cursor.Sees(TokenKind.Every, TokenKind.Unknown, TokenKind.Unit) || cursor.Sees(TokenKind.Every, TokenKind.Unknown, TokenKind.DayGroup):
                kind = UnreadKind.Recurring;
                break;
            case TokenKind.Until when token.Value == BoundClauses.BehindDate ? trails : token.Value != BoundClauses.BeforeDate && Follows(cursor, out _):
                kind = UnreadKind.Bound;
                break;
            case TokenKind.From when trails && (cursor.Peek(-1).End == token.Start || SpanClauses.SeesLimit(cursor)):
                kind = UnreadKind.Bound;
                break;
            case TokenKind.Condition when SeesDay(cursor, out condition):
            case TokenKind.Except when token.Value == ExceptClauses.BeforeSentence && SeesDay(cursor, out condition):
            case TokenKind.For when cursor.Sees(TokenKind.For, TokenKind.The, TokenKind.Unit, TokenKind.Of) || (cursor.Sees(TokenKind.For, TokenKind.The, TokenKind.Unknown, TokenKind.Of) && cursor.Peek(4).Kind is TokenKind.The or TokenKind.This && cursor.Peek(5).Kind == TokenKind.Unit):
                kind = UnreadKind.Bound;
                break;
            // every hour from 9 to 5, between 9 and 5
            case TokenKind.Join or TokenKind.Range when trails && cursor.Sees(token.Kind, TokenKind.Number) && cursor.Peek(-1).Kind == TokenKind.Number && cursor.Peek(-2).Kind is TokenKind.Between or TokenKind.From:
            case TokenKind.In when cursor.Sees(TokenKind.In, TokenKind.Number) && IsYear(cursor.Peek(1)):
                kind = UnreadKind.Other;
                break;
            // from December 1 to New Year
            case TokenKind.Range when last is Clause.Starting && !cursor.EndsWithin(1):
                kind = UnreadKind.Bound;
                break;
            case TokenKind.Except when trails && token.Value == ExceptClauses.BeforeDays && Follows(cursor, out _):
            // 휴일 빼고, 첫째 월요일은 빼고, 12월 내내
            case TokenKind.Except when trails && token.Value is 0 or ExceptClauses.OfNoun:
            case TokenKind.Lasting when trails:
            // 총 10번, ten times in total
            case TokenKind.Total when cursor.Sees(TokenKind.Total, TokenKind.Number, TokenKind.Times) || last is Clause.SoManyTimes:
            case TokenKind.Between when !cursor.EndsWithin(1) && cursor.Peek(1).Kind is TokenKind.IsoDate or TokenKind.MonthName:
                kind = UnreadKind.Bound;
                break;
            case TokenKind.After or TokenKind.Before when Follows(cursor, out var isKnown) && isKnown:
            case TokenKind.Or when trails && !cursor.EndsWithin(1) && cursor.Peek(1).Kind is TokenKind.At or TokenKind.Clock or TokenKind.Day or TokenKind.DayGroup or TokenKind.DayPlural or TokenKind.Every or TokenKind.EveryUnit or TokenKind.Later or TokenKind.Named or TokenKind.Number or TokenKind.On or TokenKind.Period:
            case TokenKind.Before when trails && token.Value == KoreanWords.Behind:
            case TokenKind.Between or TokenKind.BusinessDay or TokenKind.Counted or TokenKind.EverySuffix or TokenKind.FromEnd or TokenKind.HourMark or TokenKind.Later or TokenKind.Skipping or TokenKind.WeekWord when trails:
            case TokenKind.Half when trails && (cursor.EndsWithin(1) || cursor.Peek(1).Kind is not (TokenKind.Of or TokenKind.The or TokenKind.Unknown)):
            case TokenKind.Next or TokenKind.This when !cursor.EndsWithin(1) && cursor.Peek(1).Kind is TokenKind.BusinessDay or TokenKind.BusinessWord or TokenKind.Day or TokenKind.DayPlural or TokenKind.MonthName or TokenKind.Named or TokenKind.Period or TokenKind.Quarter or TokenKind.Unit:
            case TokenKind.Range when trails && IsClause(cursor, 1):
            case TokenKind.Unit when trails && cursor.Peek(-1).Kind is TokenKind.Number or TokenKind.Ordinal or TokenKind.WrongClock:
            case TokenKind.WrongClock:
                kind = UnreadKind.Other;
                break;
            case TokenKind.Number when trails && !cursor.EndsWithin(1) && cursor.Peek(1).Kind is TokenKind.MinuteCounter or TokenKind.Unit or TokenKind.YearCounter:
            case TokenKind.Number when !cursor.EndsWithin(1) && cursor.Peek(1).Kind == TokenKind.YearCounter:
                cursor.Take();
                kind = UnreadKind.Other;
                break;
            case TokenKind.Number when trails && IsYear(token) && (cursor.Peek(-1).Kind == TokenKind.In || cursor.EndsWithin(1) || cursor.Peek(1).Kind != TokenKind.Unknown):
                kind = UnreadKind.Other;
                break;
            default:
                return false;
        }

        cursor.Take();

        cursor.Position += condition;

        // for the month of, in 2027, from 9 to 5
        cursor.Position += token.Kind == TokenKind.For ? cursor.Peek(1).Kind == TokenKind.Unknown ? 5 : 3 : token.Kind == TokenKind.In || (token.Kind is TokenKind.Join or TokenKind.Range && cursor.Sees(TokenKind.Number) && kind == UnreadKind.Other) ? 1 : 0;

        if (kind == UnreadKind.Recurring)
        {
            cursor.TryTake(TokenKind.Unknown, out _);
            cursor.TryTake(TokenKind.Unit, out _);
        }

        // until the release, except Labor Day: what it is stands behind it
        if (kind == UnreadKind.Bound && token.Value != BoundClauses.BehindDate && token.Kind is TokenKind.Range or TokenKind.Until)
        {
            cursor.Skip(TokenKind.Article, TokenKind.The);

            // until the end of the year
            if (!cursor.TryTake(TokenKind.Unknown, out _) && cursor.TryTake(TokenKind.Until, out _))
            {
                cursor.Skip(TokenKind.Of, TokenKind.The, TokenKind.This);
                cursor.TryTake(TokenKind.Unit, out _);
            }
        }

        return cursor.Position > start;
    }

    private static bool Follows(TokenCursor cursor, out bool isKnown)
    {
        var ahead = 1;

        while (ahead < 4 && !cursor.EndsWithin(ahead) && cursor.Peek(ahead).Kind is TokenKind.Article or TokenKind.At or TokenKind.On or TokenKind.The)
        {
            ahead++;
        }

        isKnown = !cursor.EndsWithin(ahead) && cursor.Peek(ahead).Kind is not (TokenKind.Unknown or TokenKind.Whole);
        return !cursor.EndsWithin(ahead);
    }

    // unless it is a weekend, if it's a holiday: which words there are before the days, and so many behind the first
    private static bool SeesDay(TokenCursor cursor, out int words)
    {
        words = 1;

        while (words < MostWordsOfCondition && !cursor.EndsWithin(words) && cursor.Peek(words).Kind is TokenKind.Article or TokenKind.Except or TokenKind.On or TokenKind.The or TokenKind.Unknown)
        {
            words++;
        }

        if (!cursor.EndsWithin(words) && cursor.Peek(words).Kind is TokenKind.BusinessDay or TokenKind.Day or TokenKind.DayGroup or TokenKind.DayPlural or TokenKind.Holiday or TokenKind.HolidayWord)
        {
            return true;
        }

        words = 0;
        return false;
    }

    private static bool IsYear(Token token) => token.Value is >= LocalTimes.FirstYear and <= LocalTimes.LastYear;

    private static bool IsClause(TokenCursor cursor, int ahead)
    {
        var start = cursor.Position;
        cursor.Position += ahead;
        var clauses = new List<Clause>();
        var found = !cursor.AtEnd && ClauseReader.TryRead(cursor, clauses) && !clauses.Exists(clause => clause.Qualifies);
        cursor.Position = start;
        return found;
    }
}
