using System.Net;
using System.Text.Json.Nodes;

namespace AgentPlatform.EndToEnd.Tests.Platform;

/// <summary>An answer of the Gateway.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The body of a problem without what differs from request to request.</summary>
    public string Problem
    {
        get
        {
            Assert.Equal("application/problem+json", ContentType);
            var problem = Json.AsObject();
            Assert.NotNull(problem.Text("traceId"));
            problem.Remove("traceId");
            return problem.ToJsonString();
        }
    }
}
