using AgentPlatform.Contracts.Schedules;
using CsCheck;
using SchedulerService.Phrases;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Tests.Phrases;

/// <summary>Schedules as callers give them, in every form that has one rule, with bounds and exclusions beside it and an anchor or none.</summary>
internal static class RandomInputs
{
    private const string Zone = "Asia/Seoul";

    // As a phrase, as what the phrase becomes, and as specs whose anchor is left to the platform.
    private static readonly Gen<ScheduleInput> Rules = Gen.Select(RandomShapes.Recurring, Gen.Int[0, 3], (shape, form) => form switch
    {
        0 => new ScheduleInput { Phrase = PhraseWriter.Write(shape, PhraseLanguage.English) },
        1 => Given(SpecWriter.Write(shape, Zone), bounds: true),
        2 => Given(SpecWriter.Write(shape, Zone), bounds: false),
        _ => Given(SpecWriter.Write(shape, Zone), bounds: false) is { Specs: [var only] } input ? input with { Specs = [only with { Anchor = null, Days = only.Days is { } days ? days with { AnchorDate = null } : null }] } : Given(SpecWriter.Write(shape, Zone), bounds: true),
    });

    public static readonly Gen<ScheduleInput> Any = Gen.Select(Rules, RandomShapes.Moments, RandomShapes.Moments, Gen.Int[0, 999], Gen.Int[0, 3], (input, one, other, millisecond, bounds) =>
    {
        var (start, end) = one < other ? (one, other) : (other, one.AddDays(1));
        return input with
        {
            StartAt = (bounds & 1) == 0 ? input.StartAt : At(start).AddMilliseconds(millisecond),
            EndAt = (bounds & 2) == 0 ? input.EndAt : At(end.AddYears(1)).AddMilliseconds(millisecond),
            Gap = millisecond % 7 == 0 ? "skip" : null,
            Fold = millisecond % 5 == 0 ? "both" : null,
            JitterSeconds = millisecond % 3 == 0 ? (millisecond * 3) + 1 : null,
        };
    }).Where(input => !(input.StartAt >= input.EndAt) && input.Specs is null or [_] && IsSaid(input.Cron) && IsSaid(input.Specs?[0].Cron));

    // Cron expressions beyond common shapes are named, and no phrase names them.
    private static bool IsSaid(string? cron) => cron is null || CronReader.Read(cron) is not null;

    private static ScheduleInput Given(Schedule schedule, bool bounds) => new()
    {
        Cron = schedule.Cron,
        Specs = schedule.Specs,
        Except = schedule.Except,
        StartAt = bounds ? schedule.StartAt : null,
        EndAt = bounds ? schedule.EndAt : null,
    };

    private static DateTimeOffset At(DateTime local) => new(local, TimeSpan.FromHours(9));
}
