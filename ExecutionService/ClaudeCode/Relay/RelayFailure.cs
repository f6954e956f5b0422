using AgentPlatform.Llm;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Why a model call failed, and the HTTP status of the provider's answer, when there was one.</summary>
internal sealed record RelayFailure(ModelFailure Reason, int? Status);
