using System.Collections.Frozen;
using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Phrases;

/// <summary>What each refusal says.</summary>
internal static class Refusals
{
    private static readonly FrozenDictionary<string, LocalizedText> Reasons = new Dictionary<string, LocalizedText>
    {
        [RefusalCodes.AmbiguousDay] = new("한 번인지 되풀이인지 알 수 없어요. 날짜나 '매주', '매월'을 함께 적어 주세요.", "It is not clear whether this happens once or again and again: add a date, or 'every'."),
        [RefusalCodes.AmbiguousHour] = new("오전인지 오후인지 알 수 없어요.", "It is not clear whether the hour is am or pm."),
        [RefusalCodes.Conflict] = new("서로 맞지 않는 말이 함께 있어요.", "Some of the words contradict each other."),
        [RefusalCodes.ImpossibleDate] = new("없는 날짜예요.", "There is no such date."),
        [RefusalCodes.ImpossibleTime] = new("없는 시각이거나, 하루의 때와 시각이 맞지 않아요.", "There is no such time, or it does not fit the part of the day."),
        [RefusalCodes.Interval] = new("이 간격은 시간이나 하루를 고르게 나누지 못해요.", "This interval does not divide an hour or a day evenly."),
        [RefusalCodes.MissingDay] = new("어느 날에 할지 알 수 없어요.", "It is not clear on which days."),
        [RefusalCodes.MissingTime] = new("몇 시에 할지 알려 주세요.", "The time of day is missing."),
        [RefusalCodes.NotUnderstood] = new("이 일정은 이해하지 못했어요.", "This schedule was not understood."),
        [RefusalCodes.Past] = new("이미 지난 때예요.", "This time has already passed."),
        [RefusalCodes.SeveralTimes] = new("한 일정에는 분이 같은 시각만 함께 둘 수 있어요.", "One schedule can only have several times of day when they share the minute."),
        [RefusalCodes.Unsupported] = new("이런 일정은 아직 지원하지 않아요.", "This kind of schedule is not supported yet."),
    }.ToFrozenDictionary();

    public static PhraseReading Because(string code, IEnumerable<string> suggestions) =>
        new PhraseReading.Refused(new(code, Reasons[code], suggestions.Distinct().Take(4).ToArray()));
}
