namespace AgentPlatform.Kubernetes.Tests;

/// <summary>
/// What the manifests must agree with: the services and connections that AgentPlatform.AppHost describes. The only place of
/// the manifests' tests that knows them; <see cref="ModelTests"/> holds it against the sources.
/// </summary>
internal sealed record ApplicationModel(IReadOnlyList<ServiceModel> Services)
{
    public const string ModelKey = "ANTHROPIC_API_KEY";
    public const string SigningKey = "Identity__SigningKey";

    /// <summary>The resource that the services' connection string <c>rabbitmq</c> leads to.</summary>
    public const string Bus = "messaging";

    /// <summary>The one service that is reached from outside.</summary>
    public const string Door = "gateway";

    public const int Port = 8080;

    public static ApplicationModel Current { get; } = new(
    [
        new("agentservice", "AgentService", Calls: ["schedulerservice"], Bus: true, Secrets: [SigningKey]),
        new("chatservice", "ChatService", Calls: ["agentservice", "executionservice", "schedulerservice"], Bus: true, Secrets: [ModelKey, SigningKey]),
        new("executionservice", "ExecutionService", Calls: ["agentservice", "schedulerservice"], Bus: true, Secrets: [ModelKey, SigningKey]),
        new("gateway", "Gateway", Calls: ["agentservice", "chatservice", "executionservice", "schedulerservice"], Bus: false, Secrets: [SigningKey]),
        new("schedulerservice", "SchedulerService", Calls: ["executionservice"], Bus: true, Secrets: [SigningKey]),
    ]);
}
