namespace ChatService.Turns;

/// <summary>Leaves the writing of an answer that another process has taken over.</summary>
internal sealed class TurnLostException() : Exception("Another process writes the answer.");
