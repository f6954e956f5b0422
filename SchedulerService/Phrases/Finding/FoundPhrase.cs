namespace SchedulerService.Phrases.Finding;

/// <summary>The phrase of time inside a sentence, what it means, and the sentence without it.</summary>
internal sealed record FoundPhrase(string Phrase, string Rest, PhraseReading Reading);
