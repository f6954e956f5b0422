using SchedulerService.Phrases.Words;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Clauses;

/// <summary>One thing that a phrase says about time. A schedule is what its clauses say together.</summary>
internal abstract record Clause
{
    /// <summary>Whether the clause alone makes a sentence speak of a schedule; "today" or "Monday" alone is content.</summary>
    public virtual bool IsStrong => false;

    /// <summary>Whether the clause says something of a schedule that is named elsewhere in the sentence: "except holidays", "until December 31".</summary>
    public bool Qualifies => this is Ending or Except or InZone or Noted or Only or Starting or Within { Limit: not TokenKind.Unknown };

    /// <summary>Whether the words are known and mean no schedule yet: what the others say is offered with what they may mean (<see cref="Refusing.Unsupported"/>).</summary>
    public bool IsUnsupported => this is InZoneOf or Lasting or Within or NotYet { What: NotYetKind.AndAHalf or NotYetKind.Before or NotYetKind.DayRange or NotYetKind.EitherDay or NotYetKind.NamedDay };

    /// <summary>매일, every 2 hours. A <paramref name="Loose"/> one, such as biweekly, also means so many times a unit.</summary>
    public sealed record Repeat(TimeUnit Unit, int Count, bool Loose = false) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>하루에 두 번, three times a week: which times or days is said elsewhere, or not at all.</summary>
    public sealed record TimesPer(TimeUnit Unit, int Count) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>한 번, twice: of what is said elsewhere. <paramref name="Each"/> where the words say that it is so each time: 한 번씩.</summary>
    public sealed record SoManyTimes(int Count, bool Each = false) : Clause;

    /// <summary>하루에 한 번, once a week, once every two weeks: no more than one time within each such unit. What recurs is said by a <see cref="Repeat"/> beside it.</summary>
    public sealed record OncePer(TimeUnit Unit, int Count) : Clause;

    /// <summary>
    /// 월요일, Mondays, 평일; <paramref name="Repeating"/> when the words themselves say that it recurs. <paramref name="OfEachWeek"/> are those of the
    /// days whose own name says so: of "Saturday and weekdays" the weekdays.
    /// </summary>
    public sealed record OnDays(int Set, bool Repeating, int OfEachWeek = 0) : Clause
    {
        public override bool IsStrong => Repeating;
    }

    /// <summary>15일, the 15th, the last day (0); <paramref name="IsBare"/> where nothing but an ordinal says them, which may count days of the week: the first.</summary>
    public sealed record OnMonthDays(IReadOnlyList<int> Days, bool IsBare = false) : Clause;

    /// <summary>첫째 월요일, the last Friday.</summary>
    public sealed record OnNthDays(IReadOnlyList<NthDay> Days) : Clause;

    /// <summary>첫 영업일, the last business day.</summary>
    public sealed record OnBusinessDays(IReadOnlyList<int> Nth) : Clause;

    /// <summary>Something that can be read in two ways: every third Thursday, 첫째 주 월요일. Both readings are offered.</summary>
    public sealed record OnUnclearDays(IReadOnlyList<NthDay> Days, bool OrWeeks) : Clause
    {
        public override bool IsStrong => OrWeeks;
    }

    /// <summary>
    /// Counted days or months side by side without a word that joins them: second last Friday, 첫 3일, 1일 15일. The <paramref name="Readings"/>, whose
    /// times are open, are offered; where there are none it is the list that was perhaps meant.
    /// </summary>
    public sealed record Unjoined(IReadOnlyList<ScheduleShape> Readings) : Clause;

    /// <summary>1월과 7월, in March.</summary>
    public sealed record InMonths(IReadOnlyList<int> Months) : Clause;

    /// <summary>8시와 18시, at 9.</summary>
    public sealed record AtTimes(IReadOnlyList<SpokenTime> Times) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>9시부터 18시까지, from 9 to 5; <paramref name="OfBeginning"/> where its beginning stands with a date: 내일 9시부터 18시까지.</summary>
    public sealed record InWindow(SpokenTime From, SpokenTime To, bool OfBeginning = false) : Clause
    {
        public override bool IsStrong => true;
    }

    /// <summary>아침, in the morning: a part of the day whose hour is said elsewhere, or not at all.</summary>
    public sealed record InPeriod(DayPeriod Period) : Clause;

    /// <summary>정각, 15분과 45분, at minute 15: minutes of every hour.</summary>
    public sealed record AtMinutes(IReadOnlyList<int> Minutes) : Clause;

    /// <summary>12월 25일, 2026-12-25. Without a day: the first of the month when it begins something, the last when it ends something.</summary>
    public sealed record OnDate(int? Year, int Month, int? Day) : Clause;

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

    /// <summary>12월 1일부터, from tomorrow.</summary>
    public sealed record Starting(Clause Date, SpokenTime? Time) : Clause;

    /// <summary>12월 31일까지, until December 31: that day included; 12월 31일 오후 6시까지, until 18:00 on December 31: that time included. <paramref name="IsOpen"/> of a month that may be left out: until June.</summary>
    public sealed record Ending(Clause Date, SpokenTime? Time, bool IsOpen = false) : Clause;

    /// <summary>부터 세어, counted from: an interval that is elapsed time though it divides the hour or the day.</summary>
    public sealed record Counted : Clause;

    /// <summary>자정부터 세어, counted from midnight: an interval that begins again with each day, whenever the schedule itself begins.</summary>
    public sealed record CountedFromMidnight : Clause;

    /// <summary>금요일에만, only on Fridays, only in March: what else must hold of the days that are named otherwise.</summary>
    public sealed record Only(IReadOnlyList<Clause> Days) : Clause;

    /// <summary>(Asia/Seoul): the zone in which all the rest is meant.</summary>
    public sealed record InZone(string Id) : Clause;

    /// <summary>EST, KST: some zone of that name.</summary>
    public sealed record InZoneOf(IReadOnlyList<string> Ids) : Clause;

    /// <summary>for 2 hours, 2주 동안: how long the schedule goes on.</summary>
    public sealed record Lasting(TimeUnit Unit, int Count) : Clause;

    /// <summary>
    /// 이번 주, next month, 내년: the week, month or year so many ahead, in which all the rest is meant, or the <paramref name="Days"/> of such a week.
    /// <paramref name="Limit"/> is From or Until where it only begins or ends there: 다음 주부터. Of a day (until Friday) <paramref name="Ahead"/> is which of the week.
    /// </summary>
    public sealed record Within(TimeUnit Unit, int Ahead, int Days = 0, TokenKind Limit = TokenKind.Unknown) : Clause;

    /// <summary>31일이 없는 달은 건너뜀, up to 30 seconds late: a note that the product adds to its own sentences (<see cref="SentenceNotes"/>).</summary>
    public sealed record Noted(string Name, string Value) : Clause;

    /// <summary>주말 제외, except holidays, except in December; the <paramref name="Bare"/> ones of the days of the month are said by nothing but an ordinal: except the first.</summary>
    public sealed record Except(DayExclusion Days, IReadOnlyList<int> Months, IReadOnlyList<int> Bare) : Clause
    {
        public Except(DayExclusion days)
            : this(days, [], [])
        {
        }
    }

    /// <summary>Something that the grammar knows and does not support.</summary>
    public sealed record NotYet(NotYetKind What) : Clause
    {
        public override bool IsStrong => What is NotYetKind.Ambiguous or NotYetKind.SeveralTimes;
    }
}
