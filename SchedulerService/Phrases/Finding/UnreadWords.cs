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

    /// <summary>What may begin with a token of a kind, and how many tokens it takes: none where it is not that. The first that takes some is it.</summary>
    private static readonly ILookup<TokenKind, Rule> Rules = new Rule[]
    {
        new(TokenKind.Every, UnreadKind.Recurring, Recurrence),
        new(TokenKind.Until, UnreadKind.Bound, place => (place.Value == BoundClauses.BehindDate ? place.Trails : place.Value != BoundClauses.BeforeDate && Follows(place.Cursor, out _)) ? WithNoun(place) : 0),
        new(TokenKind.From, UnreadKind.Bound, place => One(place.Trails && (place.Peek(-1).End == place.Token.Start || SpanClauses.SeesLimit(place.Cursor)))),

        // unless it is a weekend, if it's a holiday
        new(TokenKind.Condition, UnreadKind.Bound, ToDay),
        new(TokenKind.Except, UnreadKind.Bound, place => place.Value == ExceptClauses.BeforeSentence ? ToDay(place) : 0),
        new(TokenKind.Except, UnreadKind.Bound, place => One(place.Trails && place.Value == ExceptClauses.BeforeDays && Follows(place.Cursor, out _))),

        // 휴일 빼고, 첫째 월요일은 빼고, 12월 내내
        new(TokenKind.Except, UnreadKind.Bound, place => One(place.Trails && place.Value is 0 or ExceptClauses.OfNoun)),
        new(TokenKind.Lasting, UnreadKind.Bound, place => One(place.Trails)),

        // for the month of, for the duration of the month
        new(TokenKind.For, UnreadKind.Bound, place => place.Sees(TokenKind.For, TokenKind.The, TokenKind.Unit, TokenKind.Of) ? 4 : 0),
        new(TokenKind.For, UnreadKind.Bound, place => place.Sees(TokenKind.For, TokenKind.The, TokenKind.Unknown, TokenKind.Of) && place.Peek(4).Kind is TokenKind.The or TokenKind.This && place.Peek(5).Kind == TokenKind.Unit ? 6 : 0),

        // every hour from 9 to 5, between 9 and 5
        new(TokenKind.Join, UnreadKind.Other, EndOfHours),
        new(TokenKind.Range, UnreadKind.Other, EndOfHours),

        // from December 1 to New Year
        new(TokenKind.Range, UnreadKind.Bound, place => place.Last is Clause.Starting && !place.EndsWithin(1) ? WithNoun(place) : 0),
        new(TokenKind.Range, UnreadKind.Other, place => !place.Trails || !IsClause(place.Cursor, 1) ? 0 : place.Sees(TokenKind.Range, TokenKind.Number) ? 2 : 1),
        new(TokenKind.In, UnreadKind.Other, place => place.Sees(TokenKind.In, TokenKind.Number) && IsYear(place.Peek(1)) ? 2 : 0),

        // 총 10번, ten times in total
        new(TokenKind.Total, UnreadKind.Bound, place => One(place.Sees(TokenKind.Total, TokenKind.Number, TokenKind.Times) || place.Last is Clause.SoManyTimes)),
        new(TokenKind.Between, UnreadKind.Bound, place => One(place.Peek(1).Kind is TokenKind.IsoDate or TokenKind.MonthName && !place.EndsWithin(1))),
        new(TokenKind.After, UnreadKind.Other, place => One(FollowsKnown(place.Cursor))),
        new(TokenKind.Before, UnreadKind.Other, place => One(FollowsKnown(place.Cursor) || (place.Trails && place.Value == KoreanWords.Behind))),
        new(TokenKind.Or, UnreadKind.Other, place => One(place.Trails && IsTime(place))),
        new(TokenKind.Half, UnreadKind.Other, place => One(place.Trails && (place.EndsWithin(1) || place.Peek(1).Kind is not (TokenKind.Of or TokenKind.The or TokenKind.Unknown)))),
        new(TokenKind.Next, UnreadKind.Other, place => One(IsSpan(place))),
        new(TokenKind.This, UnreadKind.Other, place => One(IsSpan(place))),
        new(TokenKind.Unit, UnreadKind.Other, place => One(place.Trails && place.Peek(-1).Kind is TokenKind.Number or TokenKind.Ordinal or TokenKind.WrongClock)),
        new(TokenKind.WrongClock, UnreadKind.Other, _ => 1),
        new(TokenKind.Number, UnreadKind.Other, place => !place.EndsWithin(1) && (place.Peek(1).Kind == TokenKind.YearCounter || (place.Trails && place.Peek(1).Kind is TokenKind.MinuteCounter or TokenKind.Unit)) ? 2 : 0),
        new(TokenKind.Number, UnreadKind.Other, place => One(place.Trails && IsYear(place.Token) && (place.Peek(-1).Kind == TokenKind.In || place.EndsWithin(1) || place.Peek(1).Kind != TokenKind.Unknown))),
    }
    .Concat(new[] { TokenKind.Between, TokenKind.BusinessDay, TokenKind.Counted, TokenKind.EverySuffix, TokenKind.FromEnd, TokenKind.HourMark, TokenKind.Later, TokenKind.Skipping, TokenKind.WeekWord }.Select(kind => new Rule(kind, UnreadKind.Other, place => One(place.Trails))))
    .ToLookup(rule => rule.Begins);

    /// <summary>Takes them. <paramref name="trails"/> is whether clauses stand right before, <paramref name="last"/> the last of them; <paramref name="kind"/> says what they are.</summary>
    public static bool TryTake(TokenCursor cursor, bool trails, Clause? last, out UnreadKind kind)
    {
        var place = new Place(cursor, trails, last);

        foreach (var rule in Rules[cursor.Peek().Kind])
        {
            if (rule.Tokens(place) is > 0 and var tokens)
            {
                cursor.Position += tokens;
                kind = rule.Kind;
                return true;
            }
        }

        kind = UnreadKind.None;
        return false;
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

    private static bool FollowsKnown(TokenCursor cursor) => Follows(cursor, out var isKnown) && isKnown;

    // every 2 and a half, every now and then
    private static int Recurrence(Place place)
    {
        if ((place.EndsWithin(1) || place.Peek(1).Kind is not (TokenKind.Half or TokenKind.Later or TokenKind.Next or TokenKind.NotYet or TokenKind.Number or TokenKind.Once or TokenKind.WrongClock))
            && !place.Sees(TokenKind.Every, TokenKind.Unknown, TokenKind.Unit) && !place.Sees(TokenKind.Every, TokenKind.Unknown, TokenKind.DayGroup))
        {
            return 0;
        }

        var tokens = !place.EndsWithin(1) && place.Peek(1).Kind == TokenKind.Unknown ? 2 : 1;
        return !place.EndsWithin(tokens) && place.Peek(tokens).Kind == TokenKind.Unit ? tokens + 1 : tokens;
    }

    // until the release, except Labor Day: what it is stands behind it
    private static int WithNoun(Place place)
    {
        if (place.Value == BoundClauses.BehindDate)
        {
            return 1;
        }

        var cursor = place.Cursor;
        var start = cursor.Position++;
        cursor.Skip(TokenKind.Article, TokenKind.The);

        // until the end of the year
        if (!cursor.TryTake(TokenKind.Unknown, out _) && cursor.TryTake(TokenKind.Until, out _))
        {
            cursor.Skip(TokenKind.Of, TokenKind.The, TokenKind.This);
            cursor.TryTake(TokenKind.Unit, out _);
        }

        var tokens = cursor.Position - start;
        cursor.Position = start;
        return tokens;
    }

    // unless it is a weekend, if it's a holiday: up to the first of the days
    private static int ToDay(Place place)
    {
        var tokens = 1;

        while (tokens < MostWordsOfCondition && !place.EndsWithin(tokens) && place.Peek(tokens).Kind is TokenKind.Article or TokenKind.Except or TokenKind.On or TokenKind.The or TokenKind.Unknown)
        {
            tokens++;
        }

        return !place.EndsWithin(tokens) && place.Peek(tokens).Kind is TokenKind.BusinessDay or TokenKind.Day or TokenKind.DayGroup or TokenKind.DayPlural or TokenKind.Holiday or TokenKind.HolidayWord ? tokens + 1 : 0;
    }

    private static int EndOfHours(Place place) =>
        place.Trails && place.Sees(place.Token.Kind, TokenKind.Number) && place.Peek(-1).Kind == TokenKind.Number && place.Peek(-2).Kind is TokenKind.Between or TokenKind.From ? 2 : 0;

    private static bool IsTime(Place place) => !place.EndsWithin(1) && place.Peek(1).Kind is TokenKind.At or TokenKind.Clock or TokenKind.Day or TokenKind.DayGroup or TokenKind.DayPlural or TokenKind.Every or TokenKind.EveryUnit or TokenKind.Later or TokenKind.Named or TokenKind.Number or TokenKind.On or TokenKind.Period;

    private static bool IsSpan(Place place) => !place.EndsWithin(1) && place.Peek(1).Kind is TokenKind.BusinessDay or TokenKind.BusinessWord or TokenKind.Day or TokenKind.DayPlural or TokenKind.MonthName or TokenKind.Named or TokenKind.Period or TokenKind.Quarter or TokenKind.Unit;

    private static int One(bool isIt) => isIt ? 1 : 0;

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

    private sealed record Rule(TokenKind Begins, UnreadKind Kind, Func<Place, int> Tokens);

    private readonly record struct Place(TokenCursor Cursor, bool Trails, Clause? Last)
    {
        public Token Token => Cursor.Peek();

        public int Value => Token.Value;

        public Token Peek(int ahead) => Cursor.Peek(ahead);

        public bool Sees(params ReadOnlySpan<TokenKind> kinds) => Cursor.Sees(kinds);

        public bool EndsWithin(int ahead) => Cursor.EndsWithin(ahead);
    }
}
