using System.Text.Json;
using AgentPlatform.Contracts.Sessions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;

namespace Gateway.Sessions;

/// <summary>Asks ChatService which model answers.</summary>
internal sealed partial class ModelClient(HttpClient http, ModelCache cache, ILogger<ModelClient> logger)
{
    private static readonly SessionModel Unnamed = new("unknown", "", Simulated: false);

    /// <summary>The model; an unnamed one while ChatService does not answer, so that a session does not depend on it.</summary>
    public async Task<SessionModel> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (cache.Model is { } known)
        {
            return known;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/internal/model").For(caller);
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<SessionModel>(JsonDefaults.Lenient, cancellationToken) is { Provider: not null, Name: not null } model ? cache.Model = model : Unnamed;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogUnknown(exception);
            return Unnamed;
        }
    }

    [LoggerMessage(LogLevel.Warning, "ChatService does not say which model answers")]
    private partial void LogUnknown(Exception exception);
}
