namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>The name of the running service in lower case, as service discovery knows it: <c>agentservice</c>.</summary>
public sealed record PlatformServiceName(string Value);
