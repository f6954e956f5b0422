namespace AgentPlatform.Testing.StandInMessages;

/// <summary>What goes wrong with a scripted answer.</summary>
public enum StandInFault
{
    None,

    /// <summary>The connection is closed after some events.</summary>
    Cut,

    /// <summary>An <c>error</c> event comes after some events.</summary>
    ErrorEvent,

    /// <summary>Nothing more comes after some events, until the client goes or the server stops.</summary>
    Hang,

    /// <summary>The bytes of <see cref="StandInAnswer.Body"/> come instead of an answer.</summary>
    Nonsense,

    /// <summary>An error status comes instead of an answer.</summary>
    Status,
}
