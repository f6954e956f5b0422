namespace AgentPlatform.Testing.StandInMessages;

/// <summary>One scripted answer of the stand-in; make it with the factory methods.</summary>
public sealed record StandInAnswer
{
    /// <summary>Pieces of text, one event each.</summary>
    public IReadOnlyList<string> Deltas { get; init; } = [];

    public string? ToolName { get; init; }

    /// <summary>Arguments of the tool call as sent, whether JSON or not.</summary>
    public string ToolArguments { get; init; } = "{}";

    public StandInUsage Usage { get; init; } = new();

    public StandInFault Fault { get; init; }

    /// <summary>Events that are sent before the fault.</summary>
    public int AfterEvents { get; init; }

    public int StatusCode { get; init; } = 200;

    public int? RetryAfterSeconds { get; init; }

    public string ErrorType { get; init; } = "overloaded_error";

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "text/event-stream";

    /// <summary>Text in the given pieces.</summary>
    public static StandInAnswer Text(params IReadOnlyList<string> deltas) => new() { Deltas = deltas };

    /// <summary>A call of a tool.</summary>
    public static StandInAnswer ToolCall(string name, string arguments) => new() { ToolName = name, ToolArguments = arguments };

    /// <summary>An error status, with Retry-After when given.</summary>
    public static StandInAnswer Failure(int status, string errorType = "api_error", int? retryAfterSeconds = null) =>
        new() { Fault = StandInFault.Status, StatusCode = status, ErrorType = errorType, RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The text, broken off after so many events.</summary>
    public static StandInAnswer Cut(int afterEvents, params IReadOnlyList<string> deltas) =>
        new() { Fault = StandInFault.Cut, AfterEvents = afterEvents, Deltas = deltas };

    /// <summary>The text, then silence after so many events; 0 sends not even the headers.</summary>
    public static StandInAnswer Hang(int afterEvents, params IReadOnlyList<string> deltas) =>
        new() { Fault = StandInFault.Hang, AfterEvents = afterEvents, Deltas = deltas };

    /// <summary>The text, with an error event after so many events.</summary>
    public static StandInAnswer ErrorEvent(int afterEvents, string errorType, params IReadOnlyList<string> deltas) =>
        new() { Fault = StandInFault.ErrorEvent, AfterEvents = afterEvents, ErrorType = errorType, Deltas = deltas };

    /// <summary>A 200 answer that is no answer.</summary>
    public static StandInAnswer Nonsense(string body, string contentType = "text/event-stream") =>
        new() { Fault = StandInFault.Nonsense, Body = body, ContentType = contentType };
}
