using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Clauses.Days;
using SchedulerService.Phrases.Meanings;

namespace SchedulerService.Phrases.Words;

/// <summary>
/// Korean words of time. A run of Hangul is time only when it can be cut into these words without a rest:
/// 시장을 is not 시 + 장을, 매일경제 is not 매일.
/// </summary>
internal static class KoreanWords
{
    /// <summary>The value of a word that says so many times each time: 번씩.</summary>
    public const int Each = 1;

    /// <summary>The value of 날, which adds nothing to 월요일 and makes a day of 마지막.</summary>
    public const int Day = 4;

    /// <summary>The value of a word for what goes before a time or a day that stands before it: 전.</summary>
    public const int Behind = 1;

    /// <summary>The value of 동안, whose unit stands before it.</summary>
    public const int Lasting = -1;

    /// <summary>The value of a word that joins two days into one list, as a comma may not: 15일과 월요일만.</summary>
    public const int Joins = 1;

    public static readonly Dictionary<string, Word> Words = Numerals(new(StringComparer.Ordinal)
    {
        ["가끔"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["간격"] = new(TokenKind.EverySuffix),
        ["간격으로"] = new(TokenKind.EverySuffix),
        ["걸러"] = new(TokenKind.Skipping),
        ["격달"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Month),
        ["격월"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Month),
        ["격월로"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Month),
        ["격일"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Day),
        ["격일로"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Day),
        ["격주"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Week),
        ["격주로"] = new(TokenKind.EveryOtherUnit, (int)TimeUnit.Week),
        ["경"] = new(TokenKind.Particle),
        ["공휴일"] = new(TokenKind.Holiday),
        ["과"] = new(TokenKind.Join, Joins),
        ["그리고"] = new(TokenKind.Join, Joins),
        ["근무일"] = new(TokenKind.BusinessDay),
        ["글피"] = new(TokenKind.Relative, 3),
        ["금"] = new(TokenKind.DayLetter, 5),
        ["금요일"] = new(TokenKind.Day, 5),
        ["금주"] = new(TokenKind.Span, (int)TimeUnit.Week << 2),
        ["기준"] = new(TokenKind.Basis),
        ["기준으로"] = new(TokenKind.Basis),
        ["까지"] = new(TokenKind.Until, BoundClauses.BehindDate),
        ["끝내줘"] = new(TokenKind.Until, BoundClauses.BehindDate),
        ["끝에서"] = new(TokenKind.FromEnd),
        ["나"] = new(TokenKind.Or),
        ["나중에"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["나흘"] = new(TokenKind.DayCount, 4),
        ["날"] = new(TokenKind.Particle, Day),
        ["날마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["낮"] = new(TokenKind.Period, (int)DayPeriod.Daytime),
        ["내내"] = new(TokenKind.Lasting, Lasting),
        ["내년"] = new(TokenKind.Span, ((int)TimeUnit.Year << 2) | 1),
        ["내달"] = new(TokenKind.Span, ((int)TimeUnit.Month << 2) | 1),
        ["내일"] = new(TokenKind.Relative, 1),
        ["내일모레"] = new(TokenKind.Relative, 2),
        ["내후년"] = new(TokenKind.Span, ((int)TimeUnit.Year << 2) | 2),
        ["넷째"] = new(TokenKind.Ordinal, 4),
        ["는"] = new(TokenKind.Particle),
        ["다섯째"] = new(TokenKind.Ordinal, 5),
        ["다다음"] = new(TokenKind.Next, 1),
        ["다음"] = new(TokenKind.Next),
        ["다음날"] = new(TokenKind.Relative, 1),
        ["달"] = new(TokenKind.Unit, (int)TimeUnit.Month),
        ["달마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Month),
        ["닷새"] = new(TokenKind.DayCount, 5),
        ["도"] = new(TokenKind.Particle),
        ["동안"] = new(TokenKind.Lasting, Lasting),
        ["동안만"] = new(TokenKind.Lasting, Lasting),
        ["둘째"] = new(TokenKind.Ordinal, 2),
        ["뒤"] = new(TokenKind.Later),
        ["뒤에서"] = new(TokenKind.FromEnd),
        ["딱"] = new(TokenKind.Total),
        ["또는"] = new(TokenKind.Or),
        ["랑"] = new(TokenKind.Join, Joins),
        ["로"] = new(TokenKind.Particle),
        ["를"] = new(TokenKind.Particle),
        ["마다"] = new(TokenKind.EverySuffix),
        ["마지막"] = new(TokenKind.Last),
        ["마지막날"] = new(TokenKind.DayOfMonth, 0),
        ["마지막에서"] = new(TokenKind.FromEnd),
        ["만"] = new(TokenKind.OnlySuffix),
        ["말까지"] = new(TokenKind.Until, BoundClauses.BehindDate),
        ["말고"] = new(TokenKind.Except),
        ["말일"] = new(TokenKind.DayOfMonth, 0),
        ["매"] = new(TokenKind.Every),
        ["매년"] = new(TokenKind.EveryUnit, (int)TimeUnit.Year),
        ["매달"] = new(TokenKind.EveryUnit, (int)TimeUnit.Month),
        ["매분"] = new(TokenKind.EveryUnit, (int)TimeUnit.Minute),
        ["매시"] = new(TokenKind.EveryUnit, (int)TimeUnit.Hour),
        ["매시간"] = new(TokenKind.EveryUnit, (int)TimeUnit.Hour),
        ["매월"] = new(TokenKind.EveryUnit, (int)TimeUnit.Month),
        ["매일"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["매일같이"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["매주"] = new(TokenKind.EveryUnit, (int)TimeUnit.Week),
        ["매해"] = new(TokenKind.EveryUnit, (int)TimeUnit.Year),
        ["모레"] = new(TokenKind.Relative, 2),
        ["목"] = new(TokenKind.DayLetter, 4),
        ["목요일"] = new(TokenKind.Day, 4),
        ["및"] = new(TokenKind.Join, Joins),
        ["반"] = new(TokenKind.Half),
        ["반기"] = new(TokenKind.Unit, (int)TimeUnit.HalfYear),
        ["반년"] = new(TokenKind.DayWord, (int)TimeUnit.HalfYear),
        ["밤"] = new(TokenKind.Period, (int)DayPeriod.Night),
        ["번째"] = new(TokenKind.OrdinalMark),
        ["법정"] = new(TokenKind.HolidayWord),
        ["법정공휴일"] = new(TokenKind.Holiday),
        ["부탁드려요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["부탁드립니다"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["부탁합니다"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["부탁해"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["부탁해요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["부터"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["분기"] = new(TokenKind.Unit, (int)TimeUnit.Quarter),
        ["분기별"] = new(TokenKind.EveryUnit, (int)TimeUnit.Quarter),
        ["분기별로"] = new(TokenKind.EveryUnit, (int)TimeUnit.Quarter),
        ["빼"] = new(TokenKind.Except),
        ["빼고"] = new(TokenKind.Except),
        ["빼주세요"] = new(TokenKind.Except),
        ["빼줘"] = new(TokenKind.Except),
        ["뺀"] = new(TokenKind.Except, ExceptClauses.OfNoun),
        ["사이"] = new(TokenKind.Between),
        ["사이에"] = new(TokenKind.Between),
        ["사흘"] = new(TokenKind.DayCount, 3),
        ["새벽"] = new(TokenKind.Period, (int)DayPeriod.Dawn),
        ["설날"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["성탄절"] = new(TokenKind.NamedDay, 1225),
        ["세어"] = new(TokenKind.Counted),
        ["셋째"] = new(TokenKind.Ordinal, 3),
        ["수"] = new(TokenKind.DayLetter, 3),
        ["수시로"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["수요일"] = new(TokenKind.Day, 3),
        ["쉬고"] = new(TokenKind.Except),
        ["쉬는"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["시간"] = new(TokenKind.Unit, (int)TimeUnit.Hour),
        ["시간당"] = new(TokenKind.DayWord, (int)TimeUnit.Hour),
        ["시간마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Hour),
        ["시작하여"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["시작해서"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["시작해주세요"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["시작해줘"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["씩"] = new(TokenKind.Particle),
        ["아닌"] = new(TokenKind.Except, ExceptClauses.OfNoun),
        ["아침"] = new(TokenKind.Period, (int)DayPeriod.Morning),
        ["아흐레"] = new(TokenKind.DayCount, 9),
        ["업무일"] = new(TokenKind.BusinessDay),
        ["에"] = new(TokenKind.Particle, 1),
        ["에는"] = new(TokenKind.Particle, 1),
        ["에만"] = new(TokenKind.OnlySuffix),
        ["에서"] = new(TokenKind.From, BoundClauses.BehindDate),
        ["에요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["엔"] = new(TokenKind.Particle, 1),
        ["여드레"] = new(TokenKind.DayCount, 8),
        ["여섯째"] = new(TokenKind.Ordinal, 6),
        ["연말"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["열흘"] = new(TokenKind.DayCount, 10),
        ["엿새"] = new(TokenKind.DayCount, 6),
        ["영업일"] = new(TokenKind.BusinessDay),
        ["예요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["오늘"] = new(TokenKind.Relative, 0),
        ["오전"] = new(TokenKind.Period, (int)DayPeriod.Am),
        ["오후"] = new(TokenKind.Period, (int)DayPeriod.Pm),
        ["올해"] = new(TokenKind.Span, (int)TimeUnit.Year << 2),
        ["와"] = new(TokenKind.Join, Joins),
        ["월"] = new(TokenKind.DayLetter, 1),
        ["월말"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["월요일"] = new(TokenKind.Day, 1),
        ["으로"] = new(TokenKind.Particle),
        ["은"] = new(TokenKind.Particle),
        ["을"] = new(TokenKind.Particle),
        ["이나"] = new(TokenKind.NotYet, (int)NotYetKind.SeveralTimes),
        ["이달"] = new(TokenKind.Span, (int)TimeUnit.Month << 2),
        ["이랑"] = new(TokenKind.Join, Joins),
        ["이레"] = new(TokenKind.DayCount, 7),
        ["이면"] = new(TokenKind.Particle),
        ["이번"] = new(TokenKind.This),
        ["이브"] = new(TokenKind.Eve),
        ["이에요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["이전"] = new(TokenKind.Before, Behind),
        ["이전에"] = new(TokenKind.Before, Behind),
        ["이틀"] = new(TokenKind.DayCount, 2),
        ["이후"] = new(TokenKind.Later),
        ["일"] = new(TokenKind.DayLetter, 0),
        ["일요일"] = new(TokenKind.Day, 0),
        ["일주일"] = new(TokenKind.DayWord, (int)TimeUnit.Week),
        ["일주일간"] = new(TokenKind.Lasting, (int)TimeUnit.Week),
        ["입니다"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["자정"] = new(TokenKind.Named, 0),
        ["자주"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["저녁"] = new(TokenKind.Period, (int)DayPeriod.Evening),
        ["전"] = new(TokenKind.Before, Behind),
        ["전에"] = new(TokenKind.Before, Behind),
        ["점심"] = new(TokenKind.Period, (int)DayPeriod.Lunch),
        ["정각"] = new(TokenKind.OnTheHour),
        ["정도"] = new(TokenKind.Particle),
        ["정오"] = new(TokenKind.Named, 12 * 60),
        ["제외"] = new(TokenKind.Except),
        ["제외하고"] = new(TokenKind.Except),
        ["제외하면"] = new(TokenKind.Except),
        ["제외한"] = new(TokenKind.Except, ExceptClauses.OfNoun),
        ["주"] = new(TokenKind.WeekWord),
        ["주마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Week),
        ["주말"] = new(TokenKind.DayGroup, DaySet.Weekend),
        ["주세요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["주중"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["쯤"] = new(TokenKind.Particle),
        ["차주"] = new(TokenKind.Span, ((int)TimeUnit.Week << 2) | 1),
        ["첫"] = new(TokenKind.Ordinal, 1),
        ["첫날"] = new(TokenKind.DayOfMonth, 1),
        ["첫번째"] = new(TokenKind.Ordinal, 1),
        ["첫째"] = new(TokenKind.Ordinal, 1),
        ["총"] = new(TokenKind.Total),
        ["추석"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
        ["크리스마스"] = new(TokenKind.NamedDay, 1225),
        ["토"] = new(TokenKind.DayLetter, 6),
        ["토요일"] = new(TokenKind.Day, 6),
        ["틈틈이"] = new(TokenKind.NotYet, (int)NotYetKind.Often),
        ["평일"] = new(TokenKind.DayGroup, DaySet.Weekdays),
        ["하고"] = new(TokenKind.Join, Joins),
        ["하루"] = new(TokenKind.DayWord, (int)TimeUnit.Day),
        ["하루마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Day),
        ["한달"] = new(TokenKind.DayWord, (int)TimeUnit.Month),
        ["한달간"] = new(TokenKind.Lasting, (int)TimeUnit.Month),
        ["한주"] = new(TokenKind.DayWord, (int)TimeUnit.Week),
        ["할로윈"] = new(TokenKind.NamedDay, 1031),
        ["해"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["해마다"] = new(TokenKind.EveryUnit, (int)TimeUnit.Year),
        ["해주세요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["해줘"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["해줘요"] = new(TokenKind.Particle, PhraseTokenizer.Polite),
        ["현지"] = new(TokenKind.Whole),
        ["핼러윈"] = new(TokenKind.NamedDay, 1031),
        ["혹은"] = new(TokenKind.Or),
        ["화"] = new(TokenKind.DayLetter, 2),
        ["화요일"] = new(TokenKind.Day, 2),
        ["후"] = new(TokenKind.Later),
        ["후에"] = new(TokenKind.Later),
        ["휴일"] = new(TokenKind.NotYet, (int)NotYetKind.NamedDay),
    });

    // Hours are said with native numerals (여덟 시), minutes with Sino-Korean ones (삼십 분).
    private static Dictionary<string, Word> Numerals(Dictionary<string, Word> words)
    {
        string[] native = ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"];
        string[] digits = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

        for (var i = 0; i < native.Length; i++)
        {
            words[native[i]] = new(TokenKind.Number, i + 1);
        }

        words["석"] = new(TokenKind.Number, 3);
        words["넉"] = new(TokenKind.Number, 4);

        for (var number = 10; number < 60; number++)
        {
            var tens = number / 10 == 1 ? "" : digits[number / 10];
            words[$"{tens}십{digits[number % 10]}"] = new(TokenKind.Number, number);
        }

        foreach (var place in ZoneNames.Places.Keys.Where(place => !char.IsAscii(place[0])))
        {
            words[place] = new(TokenKind.ZonePlace, ZoneNames.Places.IndexOf(place));
        }

        return words;
    }
}
