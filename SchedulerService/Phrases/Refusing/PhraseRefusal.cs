using AgentPlatform.Contracts.Schedules;

namespace SchedulerService.Phrases.Refusing;

/// <summary>Why a phrase makes no schedule, in both languages, and phrases that would.</summary>
internal sealed record PhraseRefusal(string Code, LocalizedText Reason, IReadOnlyList<string> Suggestions);
