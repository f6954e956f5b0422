using Microsoft.Extensions.AI;

namespace AgentPlatform.Testing.StandInMessages;

/// <summary>A request read from either wire format.</summary>
internal sealed record WireRequest(string Model, bool Stream, List<ChatMessage> Messages, ChatOptions Options);
