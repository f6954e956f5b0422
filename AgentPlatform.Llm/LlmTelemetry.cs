using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using AgentPlatform.Contracts;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>Spans of agents and tools around the pipeline's own of model calls, by OpenTelemetry's GenAI semantic conventions. None holds a prompt or an answer.</summary>
public static class LlmTelemetry
{
    /// <summary>Activity source and meter of agents, model calls and tools.</summary>
    public const string SourceName = "AgentPlatform.Llm";

    private static readonly ActivitySource Source = new(SourceName);

    private static readonly Counter<double> Spent = new Meter(SourceName).CreateCounter<double>("agentplatform.model.cost", "USD", "What model calls cost by the price table");

    /// <summary>What model calls and tools are told of the agent that they are made for.</summary>
    private static readonly string[] Inherited = ["gen_ai.conversation.id", "gen_ai.agent.id", "gen_ai.agent.name"];

    /// <summary>Begins the span of an agent at work, below the one that ordered it, in the same trace.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="agentId">Null for an agent that is not saved.</param>
    /// <param name="conversationId">The conversation or the execution.</param>
    /// <param name="model">The model that it asks.</param>
    /// <param name="modelName">The model's name where it is not the default one.</param>
    /// <param name="traceParent">The W3C trace context of the order; with null it is below the current span, if there is one.</param>
    public static Activity? StartAgent(string name, string? agentId, string conversationId, ModelInfo model, string modelName, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(model);
        var activity = Source.StartActivity($"invoke_agent {name}", ActivityKind.Internal, ActivityContext.TryParse(traceParent, null, out var parent) ? parent : default);
        activity?.SetTag("gen_ai.operation.name", "invoke_agent");
        activity?.SetTag("gen_ai.provider.name", model.Provider);
        activity?.SetTag("gen_ai.request.model", modelName);
        activity?.SetTag("gen_ai.agent.name", name);
        activity?.SetTag("gen_ai.agent.id", agentId);
        activity?.SetTag("gen_ai.conversation.id", conversationId);
        return activity;
    }

    /// <summary>Tells the agent's span what its model calls took, and why it failed if it did.</summary>
    public static void EndAgent(Activity? activity, long inputTokens, long outputTokens, string? error)
    {
        activity?.SetTag("gen_ai.usage.input_tokens", inputTokens);
        activity?.SetTag("gen_ai.usage.output_tokens", outputTokens);
        Fail(activity, error);
    }

    /// <summary>Counts what a model call cost.</summary>
    public static void CountCost(string model, Cost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        Spent.Add(double.Parse(cost.Amount, CultureInfo.InvariantCulture), new KeyValuePair<string, object?>("gen_ai.request.model", model));
    }

    /// <summary>Begins the span of a tool's call.</summary>
    public static Activity? StartTool(FunctionCallContent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var activity = Source.StartActivity($"execute_tool {call.Name}");
        activity?.SetTag("gen_ai.operation.name", "execute_tool");
        activity?.SetTag("gen_ai.tool.name", call.Name);
        activity?.SetTag("gen_ai.tool.call.id", call.CallId);
        activity?.SetTag("gen_ai.tool.type", "function");
        Inherit(activity);
        return activity;
    }

    /// <summary>Tells a span that its work failed.</summary>
    public static void Fail(Activity? activity, string? error)
    {
        if (activity is not null && error is not null)
        {
            activity.SetTag("error.type", error);
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Copies from the span of the agent to one below it.</summary>
    internal static void Inherit(Activity? activity)
    {
        for (var above = activity?.Parent; above is not null; above = above.Parent)
        {
            foreach (var name in Inherited)
            {
                if (above.GetTagItem(name) is { } value)
                {
                    activity!.SetTag(name, value);
                }
            }
        }
    }
}
