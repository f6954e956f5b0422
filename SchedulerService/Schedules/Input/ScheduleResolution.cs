using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>What became of a schedule as given.</summary>
internal abstract record ScheduleResolution
{
    /// <summary><paramref name="Shape"/> is what was understood, where the caller said it in words or by a frequency: so it is said back.</summary>
    public sealed record Resolved(Schedule Schedule, ScheduleShape? Shape = null) : ScheduleResolution;

    /// <summary>Messages by field.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : ScheduleResolution
    {
        public Invalid(string field, string message)
            : this(new Dictionary<string, string[]> { [field] = [message] })
        {
        }
    }

    public sealed record Refused(PhraseRefusal Refusal, PhraseLanguage Language) : ScheduleResolution
    {
        public string Reason => Language == PhraseLanguage.Korean ? Refusal.Reason.Ko : Refusal.Reason.En;
    }
}
