using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.ServiceDefaults.Problems;
using AgentService.Agents;
using AgentService.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;
using YamlDotNet.Core;

namespace AgentService.Portable;

/// <summary>Export and import of agents as JSON or YAML files.</summary>
internal static class PortableEndpoints
{
    private const string Yaml = "application/yaml";

    /// <summary>Indented, without members that are not set: a file that people read.</summary>
    private static readonly JsonSerializerOptions FileJson = new(JsonDefaults.Strict) { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly JsonNode DefaultRuntime = JsonSerializer.SerializeToNode(new AgentRuntime(), FileJson)!;

    public static void MapPortableAgents(this IEndpointRouteBuilder app)
    {
        var agents = app.MapGroup("/api/agents").WithTags("Agents").ProducesProblem(401);
        agents.MapGet("{id}/export", ExportAsync).WithName("exportAgent").Produces<PortableAgent>(200, "application/json", Yaml).ProducesProblem(404);
        agents.MapPost("import", ImportAsync).WithName("importAgent").WithIdempotency().Accepts<PortableAgent>("application/json", Yaml).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ExportAsync(string id, Caller caller, HttpRequest request, AgentStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.UserId, id, cancellationToken) is not { } agent)
        {
            return Problem.NotFound();
        }

        var portable = ToNode(PortableAgent.From(agent.Definition));
        return request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Text(PortableYaml.Write(portable), Yaml, Encoding.UTF8)
            : TypedResults.Text(portable.ToJsonString(FileJson), "application/json", Encoding.UTF8);
    }

    /// <summary>The file as a tree. Most agents have the default runtime: it is not spelled out.</summary>
    private static JsonObject ToNode(PortableAgent portable)
    {
        var node = JsonSerializer.SerializeToNode(portable, FileJson)!.AsObject();
        var agent = node["agent"]!.AsObject();
        if (JsonNode.DeepEquals(agent["runtime"], DefaultRuntime))
        {
            agent.Remove("runtime");
        }

        return node;
    }

    private static async Task<Results<Created<Agent>, ProblemHttpResult>> ImportAsync(Caller caller, HttpContext context, AgentWriter writer, SchedulerClient scheduler, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var isYaml = context.Request.ContentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true;
        PortableAgent? portable;
        try
        {
            var node = isYaml ? PortableYaml.Read(text) : JsonNode.Parse(text);
            portable = node.Deserialize<PortableAgent>(JsonDefaults.Strict);
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException("The file is no agent.", exception);
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException or InvalidCastException or InvalidOperationException)
        {
            return Problem.Validation("body", exception is YamlException yaml ? $"The YAML is not valid at line {yaml.Start.Line}." : "The file holds a member twice, or something that is not text, number, list or map.");
        }

        if (portable?.Agent is null || portable.Format != PortableAgent.CurrentFormat)
        {
            return Problem.Validation("format", $"The file must have format \"{PortableAgent.CurrentFormat}\" and an agent.");
        }

        var (agent, problem) = await writer.CreateAsync(caller, context.NewResourceId(), portable.Agent, isKept: true, cancellationToken);
        if (agent is null)
        {
            return problem!;
        }

        context.Response.Headers.ETag = agent.ETag;
        return TypedResults.Created($"/api/agents/{agent.Id}", await scheduler.AnswerAsync(caller, agent, cancellationToken));
    }
}
