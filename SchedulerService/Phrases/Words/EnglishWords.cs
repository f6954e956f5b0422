using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Phrases.Words;

/// <summary>English words of time, in lower case; some are two words.</summary>
internal static class EnglishWords
{
    /// <summary>Marks a word such as biweekly, which some use for every other week and some for twice a week.</summary>
    public const int Loose = 1 << 8;

    public static readonly Dictionary<string, Word> Words = Build(new(StringComparer.Ordinal)
    {
        ["a"] = new(TokenKind.Article),
        ["after"] = new(TokenKind.After),
        ["afternoon"] = new(TokenKind.Period, (int)DayPeriod.Daytime),
        ["afternoons"] = new(TokenKind.Period, (int)DayPeriod.Daytime),
        ["all"] = new(TokenKind.Whole),
        ["alternate"] = new(TokenKind.Other),
        ["am"] = new(TokenKind.Period, (int)DayPeriod.EnglishAm),
        ["an"] = new(TokenKind.Article),
        ["and"] = new(TokenKind.Join, KoreanWords.Joins),
        ["annually"] = new(TokenKind.EveryUnit, (int)TimeUnit.Year),
        ["as of"] = new(TokenKind.From),
        ["at"] = new(TokenKind.At),
        ["bank"] = new(TokenKind.HolidayWord),
        ["before"] = new(TokenKind.Before),
        ["begin"] = new(TokenKind.Begin),
        ["beginning"] = new(TokenKind.From),
        ["between"] = new(TokenKind.Between),
        ["begins"] = new(TokenKind.Begin),
        ["bi-monthly"] = new(TokenKind.EveryOtherUnit, Loose | (int)TimeUnit.Month),
        ["bi-weekly"] = new(TokenKind.EveryOtherUnit, Loose | (int)TimeUnit.Week),
        ["bimonthly"] = new(TokenKind.EveryOtherUnit, Loose | (int)TimeUnit.Month),
        ["biweekly"] = new(TokenKind.EveryOtherUnit, Loose | (int)TimeUnit.Week),
        ["business"] = new(TokenKind.BusinessWord),
        ["but"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["by"] = new(TokenKind.After),
        ["christmas"] = new(TokenKind.NamedDay, 1225),
        ["counted"] = new(TokenKind.Counted),
        ["daily"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["during"] = new(TokenKind.After),
        ["each"] = new(TokenKind.Every),
        ["easter"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["end"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["ending"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["ends"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["entire"] = new(TokenKind.Whole),
        ["eve"] = new(TokenKind.Eve),
        ["evening"] = new(TokenKind.Period, (int)DayPeriod.Evening),
        ["evenings"] = new(TokenKind.Period, (int)DayPeriod.Evening),
        ["every"] = new(TokenKind.Every),
        ["everyday"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["except"] = new(TokenKind.Except, ExceptClauses.BeforeDays),
        ["exclude"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["excluding"] = new(TokenKind.Except, ExceptClauses.BeforeDays),
        ["finish"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["first"] = new(TokenKind.Ordinal, 1),
        ["for"] = new(TokenKind.For),
        ["fortnight"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Week),
        ["fortnightly"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Week),
        ["frequently"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["from"] = new(TokenKind.From),
        ["half"] = new(TokenKind.Half),
        ["half-yearly"] = new(TokenKind.EveryUnit, (int)TimeUnit.HalfYear),
        ["halloween"] = new(TokenKind.NamedDay, 1031),
        ["holiday"] = new(TokenKind.Holiday),
        ["holidays"] = new(TokenKind.Holiday),
        ["hourly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Hour),
        ["if"] = new(TokenKind.Condition),
        ["in"] = new(TokenKind.In),
        ["in total"] = new(TokenKind.Total),
        ["last"] = new(TokenKind.Last),
        ["later"] = new(TokenKind.Later),
        ["midday"] = new(TokenKind.Named, 12 * 60),
        ["midnight"] = new(TokenKind.Named, 0),
        ["monthly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Month),
        ["morning"] = new(TokenKind.Period, (int)DayPeriod.EnglishMorning),
        ["mornings"] = new(TokenKind.Period, (int)DayPeriod.EnglishMorning),
        ["national"] = new(TokenKind.HolidayWord),
        ["never"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["next"] = new(TokenKind.Next),
        ["night"] = new(TokenKind.Period, (int)DayPeriod.Night),
        ["nightly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["nights"] = new(TokenKind.Period, (int)DayPeriod.Night),
        ["no"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["noon"] = new(TokenKind.Named, 12 * 60),
        ["not"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["now"] = new(TokenKind.Later),
        ["o'clock"] = new(TokenKind.HourMark),
        ["occasionally"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["oclock"] = new(TokenKind.HourMark),
        ["of"] = new(TokenKind.Of),
        ["often"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["on"] = new(TokenKind.On),
        ["once"] = new(TokenKind.Once, 1),
        ["only"] = new(TokenKind.Only),
        ["just"] = new(TokenKind.Only),
        ["or"] = new(TokenKind.Or),
        ["other"] = new(TokenKind.Other),
        ["past"] = new(TokenKind.Past),
        ["per"] = new(TokenKind.Article),
        ["periodically"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["please"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["pm"] = new(TokenKind.Period, (int)DayPeriod.EnglishPm),
        ["public"] = new(TokenKind.HolidayWord),
        ["quarter"] = new(TokenKind.Quarter),
        ["quarterly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Quarter),
        ["regularly"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["semi-annually"] = new(TokenKind.EveryUnit, (int)TimeUnit.HalfYear),
        ["semiannually"] = new(TokenKind.EveryUnit, (int)TimeUnit.HalfYear),
        ["since"] = new(TokenKind.After),
        ["skip"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["skipping"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["sometimes"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["start"] = new(TokenKind.Begin),
        ["starting"] = new(TokenKind.From),
        ["starts"] = new(TokenKind.Begin),
        ["stop"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["stops"] = new(TokenKind.Until, BoundClauses.BeforeDate),
        ["thanksgiving"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["the"] = new(TokenKind.The),
        ["this"] = new(TokenKind.This),
        ["thrice"] = new(TokenKind.Once, 3),
        ["through"] = new(TokenKind.Range, BoundClauses.BeforeDate),
        ["thru"] = new(TokenKind.Range, BoundClauses.BeforeDate),
        ["throughout"] = new(TokenKind.After),
        ["til"] = new(TokenKind.Until),
        ["till"] = new(TokenKind.Until),
        ["time"] = new(TokenKind.TimeWord),
        ["times"] = new(TokenKind.Times),
        ["to"] = new(TokenKind.Range),
        ["today"] = new(TokenKind.Relative, 0),
        ["tomorrow"] = new(TokenKind.Relative, 1),
        ["tonight"] = new(TokenKind.Relative, -1),
        ["twice"] = new(TokenKind.Once, 2),
        ["unless"] = new(TokenKind.Except, ExceptClauses.BeforeSentence),
        ["until"] = new(TokenKind.Until),
        ["weekday"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["weekdays"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["weekend"] = new(TokenKind.DayGroup, DaySet.Weekend),
        ["weekends"] = new(TokenKind.DayGroup, DaySet.Weekend | DaySet.Plural),
        ["weekly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Week),
        ["within"] = new(TokenKind.After),
        ["without"] = new(TokenKind.Except, ExceptClauses.BeforeAnything),
        ["workday"] = new(TokenKind.BusinessDay),
        ["workdays"] = new(TokenKind.BusinessDay),
        ["working"] = new(TokenKind.BusinessWord),
        ["xmas"] = new(TokenKind.NamedDay, 1225),
        ["yearly"] = new(TokenKind.EveryUnit, (int)TimeUnit.Year),
    });

    private static Dictionary<string, Word> Build(Dictionary<string, Word> words)
    {
        string[] days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
        string[] months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
        string[] numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
        string[] tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        string[] ordinals = ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];

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

        for (var i = 0; i < tens.Length; i++)
        {
            words[tens[i]] = new(TokenKind.Number, (i + 2) * 10);

            for (var one = 1; one < 10; one++)
            {
                words[$"{tens[i]}-{numbers[one - 1]}"] = new(TokenKind.Number, ((i + 2) * 10) + one);
            }
        }

        // twenty-first to thirty-ninth
        foreach (var ten in new[] { 20, 30 })
        {
            string[] ones = ["first", "second", .. ordinals[..7]];

            for (var one = 0; one < ones.Length; one++)
            {
                words[$"{tens[(ten / 10) - 2]}-{ones[one]}"] = new(TokenKind.Ordinal, ten + one + 1);
            }
        }

        (words["twentieth"], words["thirtieth"]) = (new(TokenKind.Ordinal, 20), new(TokenKind.Ordinal, 30));

        for (var i = 0; i < ordinals.Length; i++)
        {
            words[ordinals[i]] = new(TokenKind.Ordinal, i + 3);
        }

        foreach (var (name, unit) in new[] { ("second", TimeUnit.Second), ("minute", TimeUnit.Minute), ("hour", TimeUnit.Hour), ("day", TimeUnit.Day), ("week", TimeUnit.Week), ("month", TimeUnit.Month), ("year", TimeUnit.Year) })
        {
            words[name] = words[name + "s"] = new(TokenKind.Unit, (int)unit);
        }

        foreach (var zone in ZoneNames.All.Keys)
        {
            words[zone] = new(TokenKind.ZoneName, ZoneNames.All.IndexOf(zone));
        }

        foreach (var place in ZoneNames.Places.Keys.Where(place => char.IsAscii(place[0])))
        {
            words[place] = new(TokenKind.ZonePlace, ZoneNames.Places.IndexOf(place));
        }

        words["min"] = words["mins"] = words["minute"];
        words["hr"] = words["hrs"] = words["hour"];
        return words;
    }
}
