using System.Collections.Frozen;
using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Phrases.Refusing;

/// <summary>What each refusal says.</summary>
internal static class Refusals
{
    private static readonly FrozenDictionary<string, LocalizedText> Reasons = new Dictionary<string, LocalizedText>
    {
        [RefusalCodes.AmbiguousDay] = new("한 번인지 되풀이인지 알 수 없어요. 날짜나 '매주', '매월'을 함께 적어 주세요.", "It is not clear whether this happens once or again and again: add a date, or 'every'."),
        [RefusalCodes.AmbiguousHour] = new("오전인지 오후인지 알 수 없어요.", "It is not clear whether the hour is am or pm."),
        [RefusalCodes.AmbiguousRule] = new("두 가지로 읽을 수 있는 말이에요.", "Some of the words can be read in two ways."),
        [RefusalCodes.Conflict] = new("서로 맞지 않는 말이 함께 있어요.", "Some of the words contradict each other."),
        [RefusalCodes.CountMismatch] = new("말한 횟수와 적은 시각이나 날의 수가 달라요.", "The number that is said differs from that of the times or days that are given."),
        [RefusalCodes.EndBeforeStart] = new("끝이 시작보다 앞서요.", "The end comes before the beginning."),
        [RefusalCodes.HolidayCalendar] = new("이 시간대의 공휴일 달력이 없어서 공휴일과 영업일을 알 수 없어요.", "There is no calendar of public holidays for this time zone, so holidays and business days are not known."),
        [RefusalCodes.ImpossibleDate] = new("없는 날짜예요.", "There is no such date."),
        [RefusalCodes.ImpossibleTime] = new("없는 시각이거나, 하루의 때와 시각이 맞지 않아요.", "There is no such time, or it does not fit the part of the day."),
        [RefusalCodes.Interval] = new("이 간격은 쓸 수 없어요.", "This interval cannot be used."),
        [RefusalCodes.MissingDay] = new("어느 날에 할지 알 수 없어요.", "It is not clear on which days."),
        [RefusalCodes.MissingTime] = new("몇 시에 할지 알려 주세요.", "The time of day is missing."),
        [RefusalCodes.NothingLeft] = new("빼고 나면 남는 날이 없어요.", "No day is left once the others are left out."),
        [RefusalCodes.NothingWithin] = new("시작과 끝 사이에 해당하는 때가 없어요.", "No time of it lies between the beginning and the end."),
        [RefusalCodes.NotUnderstood] = new("이 일정은 이해하지 못했어요.", "This schedule was not understood."),
        [RefusalCodes.Past] = new("이미 지난 때예요.", "This time has already passed."),
        [RefusalCodes.Range] = new("시간 범위에는 시작과 끝, 그리고 몇 분이나 몇 시간마다인지가 모두 필요해요.", "A range of hours needs its beginning, its end and how often within it."),
        [RefusalCodes.Seconds] = new("초는 한 번만 하는 일정이나 시작과 끝에만 쓸 수 있어요.", "Seconds belong to a time that comes once, or to a beginning or an end."),
        [RefusalCodes.SeveralTimes] = new("한 일정에 함께 둘 수 없는 시각이나 날짜예요.", "These times or dates cannot be in one schedule together."),
        [RefusalCodes.TimeFormat] = new("시각은 9:30이나 9시 30분처럼 적어 주세요.", "Write the time as 9:30 or 9:30 pm."),
        [RefusalCodes.TooLong] = new("일정을 적은 말이 너무 길어요.", "The text is too long for a schedule."),
        [RefusalCodes.Unsupported] = new("이런 일정은 아직 지원하지 않아요.", "This kind of schedule is not supported yet."),
        [RefusalCodes.WrongWeekday] = new("그 날짜는 다른 요일이에요.", "That date is another day of the week."),
    }.ToFrozenDictionary();

    /// <summary>Suggestions that are kept for the choice among those that are accepted (<see cref="Schedules.Input.PhraseOffers"/>).</summary>
    private const int MostKept = 8;

    public static PhraseReading Because(string code, IEnumerable<string> suggestions) =>
        new PhraseReading.Refused(Of(code, suggestions));

    public static PhraseRefusal Of(string code, IEnumerable<string> suggestions) => new(code, Reasons[code], suggestions.Distinct().Take(MostKept).ToArray());
}
