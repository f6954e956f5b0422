namespace SchedulerService.Phrases;

/// <summary>The language in which a phrase is answered.</summary>
internal enum PhraseLanguage
{
    English,
    Korean,
}
