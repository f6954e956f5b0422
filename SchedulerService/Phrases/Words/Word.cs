namespace SchedulerService.Phrases.Words;

/// <summary>One row of a word table: a kind and its value (an hour, a day, a unit …).</summary>
internal readonly record struct Word(TokenKind Kind, int Value = 0);
