namespace AgentPlatform.Kubernetes.Tests;

/// <summary>A service of the application model: whom it calls, whether it is on the bus, and the secrets that it is given.</summary>
internal sealed record ServiceModel(string Name, string Project, string[] Calls, bool Bus, string[] Secrets)
{
    /// <summary>Whether it calls the model, and so must reach its provider.</summary>
    public bool CallsModel => Secrets.Contains(ApplicationModel.ModelKey);
}
