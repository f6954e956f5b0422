using AgentPlatform.Contracts.Sessions;

namespace Gateway.Sessions;

/// <summary>The model that answers, once it is known: it does not change while the services run.</summary>
internal sealed class ModelCache
{
    public SessionModel? Model { get; set; }
}
