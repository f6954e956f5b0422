using AgentPlatform.Contracts;

namespace ExecutionService.ClaudeCode;

/// <summary>Something that the program said while it worked.</summary>
internal abstract record ClaudeCodeEvent;

/// <summary>It has begun.</summary>
internal sealed record ClaudeStarted(string Version, string Model, IReadOnlyList<string> Tools) : ClaudeCodeEvent;

/// <summary>A piece of the model's text, in order and without gaps.</summary>
internal sealed record ClaudeText(string Text) : ClaudeCodeEvent;

/// <summary>A tool is called.</summary>
/// <param name="Id">The call, for its end.</param>
/// <param name="Name">The program's name of the tool, such as <c>Bash</c>.</param>
/// <param name="Input">Its arguments as JSON, shortened when long.</param>
internal sealed record ClaudeToolStarted(string Id, string Name, string Input) : ClaudeCodeEvent;

/// <summary>A tool has answered.</summary>
internal sealed record ClaudeToolEnded(string Id, string Output, bool Failed) : ClaudeCodeEvent;

/// <summary>A model call failed and is made again; the status is null when there was no answer.</summary>
internal sealed record ClaudeRetry(int Attempt, int MaxRetries, TimeSpan Delay, int? Status, string Error) : ClaudeCodeEvent;

/// <summary>The model could not be had, and the next one of the run's is asked instead.</summary>
internal sealed record ClaudeFallback(string From, string To) : ClaudeCodeEvent;

/// <summary>The conversation became too long and was summarised.</summary>
internal sealed record ClaudeCompacted(long? TokensBefore) : ClaudeCodeEvent;

/// <summary>The last thing that it says.</summary>
/// <param name="IsError">What decides: the subtype of a failed model call is <c>success</c>.</param>
/// <param name="Subtype">Such as <c>success</c>, <c>error_max_turns</c>.</param>
/// <param name="TerminalReason">Such as <c>completed</c>, <c>api_error</c>, <c>max_turns</c>.</param>
/// <param name="Text">The answer, or the error in the program's words.</param>
/// <param name="Turns">Rounds by its own count.</param>
/// <param name="ApiErrorStatus">HTTP status of the model call that it gave up on.</param>
/// <param name="CostUsd">By the program's own price list.</param>
/// <param name="Usage">Tokens by its own count.</param>
internal sealed record ClaudeResult(bool IsError, string Subtype, string? TerminalReason, string? Text, int Turns, int? ApiErrorStatus, decimal? CostUsd, TokenUsage Usage) : ClaudeCodeEvent;

/// <summary>A line that is not what the program should say.</summary>
internal sealed record ClaudeUnreadable(string Line) : ClaudeCodeEvent;
