using System.Text.Json.Nodes;
using AgentPlatform.EndToEnd.Tests.Platform;

namespace AgentPlatform.EndToEnd.Tests.Telemetry;

/// <summary>The telemetry API of the Aspire dashboard, which answers in OTLP's JSON.</summary>
internal sealed class DashboardClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Reads with the key in the address for people, <c>…/login?t=KEY</c>.</summary>
    public DashboardClient(Uri login)
    {
        _http = new HttpClient { BaseAddress = new Uri(login, "/api/telemetry/") };
        _http.DefaultRequestHeaders.Add("X-API-Key", login.Query[3..]);
    }

    public Task<string> GetTextAsync(string what) => _http.GetStringAsync(new Uri($"{what}?limit=10000", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>What sends telemetry, and of which kinds.</summary>
    public async Task<IReadOnlyList<JsonNode>> ResourcesAsync() => [.. JsonNode.Parse(await GetTextAsync("resources"))!.AsArray().Select(resource => resource!)];

    /// <summary>The trace that has a span of a service whose name begins so; an empty one as long as there is none.</summary>
    public async Task<DashboardTrace> TraceOfAsync(string span, string service)
    {
        var spans = JsonNode.Parse(await GetTextAsync("spans"))!["data"]!["resourceSpans"]!.AsArray().SelectMany(Read).ToList();
        var traceId = spans.Find(found => found.Service == service && found.Name.StartsWith(span, StringComparison.Ordinal))?.TraceId;
        return new DashboardTrace([.. spans.Where(found => found.TraceId == traceId)]);
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<DashboardSpan> Read(JsonNode? ofResource)
    {
        var service = Attributes(ofResource!["resource"]!)["service.name"]!;
        return ofResource["scopeSpans"]!.AsArray().SelectMany(scope => scope!["spans"]!.AsArray()).Select(span =>
            new DashboardSpan(service, span!.Text("name")!, span.Text("traceId")!, span.Text("spanId")!, span.Text("parentSpanId"), Attributes(span!)));
    }

    private static Dictionary<string, string?> Attributes(JsonNode owner) =>
        (owner["attributes"]?.AsArray() ?? []).ToDictionary(attribute => attribute!.Text("key")!, attribute => attribute!["value"]!.AsObject().First().Value?.ToString());
}

/// <summary>A span as the dashboard has it.</summary>
internal sealed record DashboardSpan(string Service, string Name, string TraceId, string Id, string? ParentId, IReadOnlyDictionary<string, string?> Attributes)
{
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}

/// <summary>The spans of one trace.</summary>
internal sealed record DashboardTrace(IReadOnlyList<DashboardSpan> Spans)
{
    public bool Has((string Service, string Name) span) => Spans.Any(found => Fits(found, span.Service, span.Name));

    public DashboardSpan Find(string service, string name) => Spans.First(found => Fits(found, service, name));

    public override string ToString() => string.Join('\n', Spans.Select(span => $"{span.Service}: {span.Name}"));

    private static bool Fits(DashboardSpan span, string service, string name) => span.Service == service && span.Name.StartsWith(name, StringComparison.Ordinal);
}
