using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Clauses;

/// <summary>Zones by their short names or by a place: EST, UTC+9, New York time, 9am in Paris, 뉴욕 시간 기준.</summary>
internal static class ZoneClauses
{
    public static bool Read(TokenCursor cursor, List<Clause> clauses)
    {
        var start = cursor.Position;

        if (TryPlace(cursor, clauses.LastOrDefault(), out var ids) || TryName(cursor.BackTo(start), clauses.Count > 0, out ids))
        {
            clauses.Add(new Clause.InZoneOf(ids));
            return true;
        }

        cursor.Position = start;
        return false;
    }

    // Beside words of a schedule the place alone is enough: every day at 9am in New York.
    private static bool TryPlace(TokenCursor cursor, Clause? last, out string[] ids)
    {
        var isNamed = last is not null && cursor.TryTake(TokenKind.In, out _);
        (ids, var count) = ([], 0);
        cursor.Skip(isNamed ? [TokenKind.The] : []);

        var isBeside = last is Clause.AtTimes && cursor.Peek(-1) is not { Kind: TokenKind.Particle, Value: 1 };

        // 미국 동부
        while (count < ClauseReader.MostItems && cursor.TryTake(TokenKind.ZonePlace, out var token))
        {
            (var name, ids) = ZoneNames.Places.GetAt(token.Value);
            isNamed |= last is Clause.AtTimes && ZoneNames.OfTimeAlone.Contains(name);
            count++;
        }

        if (count == 0)
        {
            return false;
        }

        // 4pm New York; 9시 런던 뉴스 is what it is about
        isNamed |= isBeside && (cursor.AtEnd || cursor.Peek().Kind is TokenKind.Every or TokenKind.EveryUnit or TokenKind.Join or TokenKind.On or TokenKind.Particle);
        cursor.Skip(TokenKind.Whole);
        isNamed |= cursor.TryTake(TokenKind.TimeWord, out _) || (cursor.SeesUnit(TimeUnit.Hour) && cursor.Skip(TokenKind.Unit));
        return cursor.Skip(TokenKind.Basis) || isNamed;
    }

    private static bool TryName(TokenCursor cursor, bool trails, out string[] ids)
    {
        ids = [];

        if (!cursor.TryTake(TokenKind.ZoneName, out var zone))
        {
            return false;
        }

        (var name, ids) = ZoneNames.All.GetAt(zone.Value);

        // 9am local time in Paris
        if (name == ZoneNames.LocalTime)
        {
            var end = cursor.Position;
            var hasPlace = cursor.Skip(TokenKind.In) && cursor.TryTake(TokenKind.ZonePlace, out zone);
            ids = hasPlace ? ZoneNames.Places.GetAt(zone.Value).Value : [];
            cursor.Position = hasPlace ? cursor.Position : end;
            return trails;
        }

        // UTC+9: east of it, which the names of such zones call minus
        if (name is "gmt" or "utc" && cursor.Peek().Kind is TokenKind.Join or TokenKind.Range && cursor.Peek(1) is { Kind: TokenKind.Number, Value: > 0 and <= 12 and var hours } && cursor.Peek(-1).End == cursor.Peek().Start && cursor.Peek().End == cursor.Peek(1).Start)
        {
            ids = [$"Etc/GMT{(cursor.Take().Kind == TokenKind.Join ? '-' : '+')}{hours}"];
            cursor.Take();
        }

        cursor.Skip(TokenKind.Basis);
        return true;
    }
}
