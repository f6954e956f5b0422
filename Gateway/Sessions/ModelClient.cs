using AgentPlatform.Contracts.Sessions;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;

namespace Gateway.Sessions;

/// <summary>Asks ChatService which model answers.</summary>
internal sealed partial class ModelClient(HttpClient http, ModelCache cache, ILogger<ModelClient> logger)
{
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
            return cache.Model = (await response.Content.ReadFromJsonAsync<SessionModel>(JsonDefaults.Lenient, cancellationToken))!;
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            LogUnknown(exception);
            return new SessionModel("unknown", "", Simulated: false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "ChatService does not say which model answers")]
    private partial void LogUnknown(Exception exception);
}
