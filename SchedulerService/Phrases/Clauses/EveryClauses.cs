using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>What recurs by a word: 매일, daily, 격주, every other Friday, every third week, 매 / every before what is read next.</summary>
internal static class EveryClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        if (Suffixed(cursor, clauses) || Other(cursor, clauses))
        {
            return true;
        }

        return cursor.TryTake(TokenKind.Every, out _) && Every(cursor, clauses);
    }

    // 매일, daily, 하루마다, 분기마다, 아침마다, 이틀 걸러
    private static bool Suffixed(TokenCursor cursor, List<Clause> clauses)
    {
        var token = cursor.Peek();

        switch (token.Kind)
        {
            case TokenKind.EveryUnit when !cursor.AtEnd:
                cursor.Take();
                cursor.Skip(TokenKind.EverySuffix);
                return Add(clauses, (TimeUnit)token.Value, 1);
            case TokenKind.DayWord or TokenKind.Unit when cursor.Peek(1).Kind == TokenKind.EverySuffix:
                cursor.Position += 2;
                return token is { Kind: TokenKind.DayWord, Value: (int)TimeUnit.HalfYear } ? Add(clauses, TimeUnit.Month, 6) : Add(clauses, (TimeUnit)token.Value, 1);
            case TokenKind.DayWord when cursor.Peek(1).Kind == TokenKind.Skipping:
                cursor.Position += 2;
                return Add(clauses, (TimeUnit)token.Value, 2);
            case TokenKind.Period when cursor.Peek(1).Kind == TokenKind.EverySuffix:
                cursor.Position += 2;
                clauses.Add(new Clause.InPeriod((DayPeriod)token.Value));
                return Add(clauses, TimeUnit.Day, 1);
            default:
                return false;
        }
    }

    // 격주, biweekly, every fortnight, every other Friday, alternate Fridays
    private static bool Other(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;
        var every = cursor.TryTake(TokenKind.Every, out _);

        if (cursor.TryTake(TokenKind.EveryOtherUnit, out var word))
        {
            cursor.Skip(TokenKind.EverySuffix);
            clauses.Add(new Clause.Repeat((TimeUnit)(word.Value & ~EnglishWords.Loose), 2, (word.Value & EnglishWords.Loose) != 0));
            return true;
        }

        if (cursor.TryTake(TokenKind.Other, out _))
        {
            switch (cursor.Peek())
            {
                case { Kind: TokenKind.Unit } unit when every:
                    cursor.Take();
                    return Add(clauses, (TimeUnit)unit.Value, 2);
                case { Kind: TokenKind.DayGroup, Value: DaySet.Weekdays }:
                    cursor.Take();
                    clauses.Add(new Clause.NotYet(NotYetKind.Ambiguous));
                    return true;
                case { Kind: TokenKind.Day or TokenKind.DayGroup } when every:
                case { Kind: TokenKind.DayPlural }:
                    return Add(clauses, TimeUnit.Week, 2);
                default:
                    break;
            }
        }

        cursor.Position = start;
        return false;
    }

    private static bool Every(TokenCursor cursor, List<Clause> clauses)
    {
        var token = cursor.Peek();

        switch (token.Kind)
        {
            case TokenKind.Unit or TokenKind.Ordinal when cursor.Peek(1).Kind == TokenKind.Unit && IsStep(cursor, token):
                // every second week, every 3rd month
                var unit = (TimeUnit)cursor.Peek(1).Value;
                cursor.Position += 2;
                return Add(clauses, unit, token.Kind == TokenKind.Unit ? 2 : token.Value);
            case TokenKind.Unit or TokenKind.Ordinal or TokenKind.Last when NthClauses.Sees(cursor):
                return EveryNth(cursor, clauses);
            case TokenKind.Unit:
                cursor.Take();
                return Add(clauses, (TimeUnit)token.Value, 1);
            case TokenKind.Quarter:
                cursor.Take();
                return Add(clauses, TimeUnit.Quarter, 1);
            case TokenKind.MonthName or TokenKind.NamedDay:
                return Add(clauses, TimeUnit.Year, 1);
            case TokenKind.Period or TokenKind.Named:
                return Add(clauses, TimeUnit.Day, 1);
            case TokenKind.Ordinal or TokenKind.Last:
                return Add(clauses, TimeUnit.Month, 1);
            case TokenKind.DayLetter or TokenKind.WeekWord when Spaced(cursor, token) is { } unitOf:
                cursor.Take();
                return Add(clauses, unitOf, 1);
            case TokenKind.BusinessDay or TokenKind.BusinessWord:
                return NthClauses.EveryBusinessDay(cursor, clauses);
            default:
                return DayClauses.Week(cursor, clauses, repeating: true);
        }
    }

    // 매 일, 매 주, 매 월: as 매일, 매주, 매월, unless more days of the week follow.
    private static TimeUnit? Spaced(TokenCursor cursor, Token token)
    {
        var ahead = cursor.Peek(1).Kind == TokenKind.Join ? 2 : 1;
        TimeUnit? unit = token switch { { Kind: TokenKind.WeekWord } => TimeUnit.Week, { Value: 0 } => TimeUnit.Day, { Value: 1 } => TimeUnit.Month, _ => null };
        return token.Kind == TokenKind.DayLetter && !cursor.EndsWithin(ahead) && cursor.Peek(ahead).Kind is TokenKind.Day or TokenKind.DayLetter or TokenKind.Range ? null : unit;
    }

    // "every 15th day of the month" is a day; "every third day" is an interval.
    private static bool IsStep(TokenCursor cursor, Token ordinal) =>
        (ordinal.Kind == TokenKind.Ordinal ? ordinal.Value > 1 : ordinal.Value == (int)TimeUnit.Second)
        && (!cursor.SeesUnit(TimeUnit.Day, 1) || cursor.Peek(2).Kind != TokenKind.Of);

    // Every first Monday, every 1st and 3rd Monday: of the month. Every third Thursday may also be one of each third week.
    private static bool EveryNth(TokenCursor cursor, List<Clause> clauses)
    {
        var count = clauses.Count;
        NthClauses.TryItem(cursor, clauses);

        if (clauses[count] is Clause.OnNthDays { Days: [{ Nth: > 1 and < 6 } day] } && !cursor.Sees(TokenKind.Of))
        {
            clauses[count] = new Clause.OnUnclearDays([day], OrWeeks: true);
            return true;
        }

        if (clauses[count] is Clause.OnBusinessDays { Nth: [> 1] } && !cursor.Sees(TokenKind.Of))
        {
            clauses[count] = new Clause.NotYet(NotYetKind.Ambiguous);
            return true;
        }

        var counted = clauses.Count;
        NthClauses.TakeOf(cursor, clauses);
        return clauses.Count > counted || cursor.Sees(TokenKind.Of) || Add(clauses, TimeUnit.Month, 1);
    }

    private static bool Add(List<Clause> clauses, TimeUnit unit, int count)
    {
        clauses.Add(new Clause.Repeat(unit, count));
        return true;
    }
}
