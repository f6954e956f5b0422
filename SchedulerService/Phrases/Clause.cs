namespace SchedulerService.Phrases;

/// <summary>One thing that a phrase says about time. A schedule is what its clauses say together.</summary>
internal abstract record Clause
{
    /// <summary>Whether the clause alone makes a sentence speak of a schedule; "today" or "Monday" alone is content.</summary>
    public virtual bool IsStrong => false;

    /// <summary>매일, every 2 hours.</summary>
    public sealed record Repeat(TimeUnit Unit, int Count) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>월요일, Mondays, 평일; <paramref name="Repeating"/> when the words themselves say that it recurs.</summary>
    public sealed record OnDays(int Set, bool Repeating) : Clause
    {
        public override bool IsStrong => Repeating;
    }

    /// <summary>15일, the 15th, the last day (0).</summary>
    public sealed record OnMonthDays(IReadOnlyList<int> Days) : Clause;

    /// <summary>8시와 18시, at 9.</summary>
    public sealed record AtTimes(IReadOnlyList<SpokenTime> Times) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>아침, in the morning: a part of the day whose hour is said elsewhere, or not at all.</summary>
    public sealed record InPeriod(DayPeriod Period) : Clause;

    /// <summary>정각, 15분, at minute 15: a minute of every hour.</summary>
    public sealed record AtMinute(int Minute) : Clause;

    /// <summary>12월 25일, 2026-12-25.</summary>
    public sealed record OnDate(int? Year, int Month, int Day) : Clause;

    /// <summary>오늘, 내일, 3일 뒤.</summary>
    public sealed record InDays(int Days, bool IsStrongWord = false) : Clause
    {
        public override bool IsStrong => IsStrongWord;
    }

    /// <summary>다음 주 월요일 (<paramref name="Exact"/>), next Monday, this Friday.</summary>
    public sealed record InWeek(int Weeks, int Day, bool Exact) : Clause;

    /// <summary>20분 뒤, in 2 hours.</summary>
    public sealed record After(TimeUnit Unit, int Count) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>Something that the grammar knows and does not support.</summary>
    public sealed record NotYet(NotYetKind What) : Clause
    {
        public override bool IsStrong => What is NotYetKind.EveryOther or NotYetKind.Yearly or NotYetKind.SeveralTimes or NotYetKind.NthWeekday;
    }
}
