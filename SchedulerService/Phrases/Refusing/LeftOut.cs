using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Words;

namespace SchedulerService.Phrases.Refusing;

/// <summary>
/// The clauses of a phrase that is not understood, without the days beside a word that leaves something out and that no clause has taken: what they
/// say is the opposite of what is meant.
/// </summary>
internal static class LeftOut
{
    public static List<Clause> Without(IReadOnlyList<Token> tokens)
    {
        var (cursor, clauses, dropping, isNext) = (new TokenCursor(tokens), new List<Clause>(), false, false);

        while (!cursor.AtEnd)
        {
            var count = clauses.Count;

            if (ClauseReader.TryRead(cursor, clauses))
            {
                // except the second Friday of the month: all that names its days
                var isNamed = clauses.Skip(count).All(clause => NamesDays(clause) || (isNext && clause is Clause.Starting or Clause.Ending) || clause is Clause.Repeat { Unit: TimeUnit.Month or TimeUnit.Year or TimeUnit.Quarter });
                // but only in December: the words say what is meant
                dropping &= isNamed && clauses[count] is not Clause.Only;

                if (dropping)
                {
                    clauses.RemoveRange(count, clauses.Count - count);
                }

                continue;
            }

            var token = cursor.Take();

            if (token.Kind != TokenKind.Except)
            {
                dropping &= token.Kind is TokenKind.Article or TokenKind.Unknown || ClauseReader.IsConnector(token.Kind);
                isNext &= token.Kind != TokenKind.Unknown;
            }
            else if (token.Value is ExceptClauses.BeforeDays or ExceptClauses.BeforeAnything or ExceptClauses.BeforeSentence)
            {
                (dropping, isNext) = (true, true);
            }
            else
            {
                // 12월 24일부터 26일까지 제외
                for (var ends = clauses.LastOrDefault() is Clause.Ending; ends && clauses.LastOrDefault() is Clause.Ending or Clause.Starting;)
                {
                    clauses.RemoveAt(clauses.Count - 1);
                }

                while (clauses.Count > 0 && NamesDays(clauses[^1]))
                {
                    clauses.RemoveAt(clauses.Count - 1);
                }
            }
        }

        return clauses;
    }

    private static bool NamesDays(Clause clause) => clause
        is Clause.InMonths or Clause.OnBusinessDays or Clause.OnDate or Clause.OnDays or Clause.OnMonthDays or Clause.OnNthDays or Clause.OnUnclearDays or Clause.Only or Clause.Unjoined
        or Clause.InDays or Clause.InWeek or Clause.Within { Limit: TokenKind.Unknown } or Clause.NotYet { What: NotYetKind.HolidaysOnly or NotYetKind.NamedDay or NotYetKind.NthFromEnd };
}
