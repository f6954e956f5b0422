namespace SchedulerService.Phrases;

/// <summary>English words of time, in lower case.</summary>
internal static class EnglishWords
{
    public static readonly Dictionary<string, Word> Words = Build(new(StringComparer.Ordinal)
    {
        ["a"] = new(TokenKind.Article),
        ["afternoon"] = new(TokenKind.Period, (int)DayPeriod.Daytime),
        ["afternoons"] = new(TokenKind.Period, (int)DayPeriod.Daytime),
        ["am"] = new(TokenKind.Period, (int)DayPeriod.Am),
        ["an"] = new(TokenKind.Article),
        ["and"] = new(TokenKind.Join),
        ["at"] = new(TokenKind.At),
        ["between"] = new(TokenKind.NotYet, (int)NotYetKind.TimeRange),
        ["biweekly"] = new(TokenKind.NotYet, (int)NotYetKind.EveryOther),
        ["bi-weekly"] = new(TokenKind.NotYet, (int)NotYetKind.EveryOther),
        ["bimonthly"] = new(TokenKind.NotYet, (int)NotYetKind.EveryOther),
        ["annually"] = new(TokenKind.NotYet, (int)NotYetKind.Yearly),
        ["daily"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["each"] = new(TokenKind.Every),
        ["evening"] = new(TokenKind.Period, (int)DayPeriod.Evening),
        ["evenings"] = new(TokenKind.Period, (int)DayPeriod.Evening),
        ["every"] = new(TokenKind.Every),
        ["everyday"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["except"] = new(TokenKind.NotYet, (int)NotYetKind.Except),
        ["excluding"] = new(TokenKind.NotYet, (int)NotYetKind.Except),
        ["first"] = new(TokenKind.Ordinal, 1),
        ["fortnight"] = new(TokenKind.NotYet, (int)NotYetKind.EveryOther),
        ["fortnightly"] = new(TokenKind.NotYet, (int)NotYetKind.EveryOther),
        ["from"] = new(TokenKind.From),
        ["frequently"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["half"] = new(TokenKind.Half),
        ["hourly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Hour),
        ["in"] = new(TokenKind.In),
        ["last"] = new(TokenKind.Last),
        ["later"] = new(TokenKind.Later),
        ["midday"] = new(TokenKind.Named, 12 * 60),
        ["midnight"] = new(TokenKind.Named, 0),
        ["monthly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Month),
        ["morning"] = new(TokenKind.Period, (int)DayPeriod.EnglishMorning),
        ["mornings"] = new(TokenKind.Period, (int)DayPeriod.EnglishMorning),
        ["next"] = new(TokenKind.Next),
        ["night"] = new(TokenKind.Period, (int)DayPeriod.Night),
        ["nightly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["nights"] = new(TokenKind.Period, (int)DayPeriod.Night),
        ["noon"] = new(TokenKind.Named, 12 * 60),
        ["o'clock"] = new(TokenKind.HourMark),
        ["occasionally"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["of"] = new(TokenKind.Of),
        ["now"] = new(TokenKind.Later),
        ["often"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["on"] = new(TokenKind.On),
        ["once"] = new(TokenKind.Once, 1),
        ["oclock"] = new(TokenKind.HourMark),
        ["other"] = new(TokenKind.Other),
        ["past"] = new(TokenKind.Past),
        ["per"] = new(TokenKind.Article),
        ["periodically"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["pm"] = new(TokenKind.Period, (int)DayPeriod.Pm),
        ["quarter"] = new(TokenKind.Quarter),
        ["regularly"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["sometimes"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["the"] = new(TokenKind.The),
        ["this"] = new(TokenKind.This),
        ["through"] = new(TokenKind.Range),
        ["thru"] = new(TokenKind.Range),
        ["times"] = new(TokenKind.Times),
        ["to"] = new(TokenKind.Range),
        ["today"] = new(TokenKind.Relative, 0),
        ["tomorrow"] = new(TokenKind.Relative, 1),
        ["tonight"] = new(TokenKind.Relative, -1),
        ["twice"] = new(TokenKind.Once, 2),
        ["until"] = new(TokenKind.Until),
        ["weekday"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["weekdays"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["weekend"] = new(TokenKind.DayGroup, DaySet.Weekend),
        ["weekends"] = new(TokenKind.DayGroup, DaySet.Weekend | DaySet.Plural),
        ["weekly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Week),
        ["workday"] = new(TokenKind.NotYet, (int)NotYetKind.BusinessDay),
        ["workdays"] = new(TokenKind.NotYet, (int)NotYetKind.BusinessDay),
        ["yearly"] = new(TokenKind.NotYet, (int)NotYetKind.Yearly),
    });

    private static Dictionary<string, Word> Build(Dictionary<string, Word> words)
    {
        string[] days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
        string[] months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
        string[] numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

        for (var day = 0; day < days.Length; day++)
        {
            words[days[day]] = words[days[day][..3]] = new(TokenKind.Day, day);
            words[days[day] + "s"] = new(TokenKind.DayPlural, day);
        }

        words["tues"] = words["tue"];
        words["weds"] = words["wed"];
        words["thur"] = words["thurs"] = words["thu"];

        for (var month = 0; month < months.Length; month++)
        {
            words[months[month]] = words[months[month][..3]] = new(TokenKind.MonthName, month + 1);
        }

        words["sept"] = words["sep"];

        for (var i = 0; i < numbers.Length; i++)
        {
            words[numbers[i]] = new(TokenKind.Number, i + 1);
        }

        foreach (var (name, unit) in new[] { ("second", TimeUnit.Second), ("minute", TimeUnit.Minute), ("hour", TimeUnit.Hour), ("day", TimeUnit.Day), ("week", TimeUnit.Week), ("month", TimeUnit.Month), ("year", TimeUnit.Year) })
        {
            words[name] = words[name + "s"] = new(TokenKind.Unit, (int)unit);
        }

        words["min"] = words["mins"] = words["minute"];
        words["hr"] = words["hrs"] = words["hour"];
        return words;
    }
}
