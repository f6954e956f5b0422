using AgentPlatform.Contracts.Agents;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>What an agent's runtime may say: what its annotations cannot express, because it is about several members.</summary>
internal static class RuntimeCheck
{
    public static void Check(AgentDefinition definition, FieldErrors errors)
    {
        var runtime = definition.Runtime;
        errors.Collect(runtime, "runtime.");
        CheckServers(runtime.McpServers, errors);
        CheckApprovals(runtime, errors);
        if (runtime.OutputSchema is { } schema && SchemaShape.WhyNot(schema) is { } reason)
        {
            errors.Add("runtime.outputSchema", reason);
        }

        if (runtime.NotifyUrl is { } notify && (!IsHttps(notify) || !IsPublicName(new Uri(notify))))
        {
            Add(errors, "runtime.notifyUrl", "Give an https:// address with the name of a host, without a port and a user name.");
        }

        if (runtime.NotifyUrl is null && definition.Tools.Contains(ToolNames.Notify))
        {
            errors.Add("runtime.notifyUrl", "The tool notify needs an address to post to.");
        }

        if (runtime.AllowedDomains.Count == 0 && definition.Tools.Contains(ToolNames.FetchUrl))
        {
            errors.Add("runtime.allowedDomains", "The tool fetch_url needs at least one domain that it may reach.");
        }
    }

    private static bool IsPublicName(Uri address) => address is { HostNameType: UriHostNameType.Dns, IsDefaultPort: true } && address.Host.Contains('.', StringComparison.Ordinal);

    private static void CheckServers(IReadOnlyList<McpServer> servers, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < servers.Count; n++)
        {
            var path = $"runtime.mcpServers[{n}]";
            if (servers[n] is not { } server)
            {
                errors.Add(path, "The member is required.");
                continue;
            }

            errors.Collect(server, path + ".");
            CheckServer(server, path, errors);
            if (!names.Add(server.Name))
            {
                errors.Add($"{path}.name", "Another server has this name.");
            }
        }
    }

    private static void CheckServer(McpServer server, string path, FieldErrors errors)
    {
        if (server.Url is null == server.Command is null)
        {
            errors.Add($"{path}.url", "Give either a url or a command.");
        }
        else if (server.Url is { } url && !IsHttps(url))
        {
            errors.Add($"{path}.url", "Give an https:// address without a user name.");
        }

        if (server.Url is null && server.Secret is not null)
        {
            errors.Add($"{path}.secret", "A secret goes with a url: nothing secret enters the sandbox.");
        }

        if (server.Command is null && server.Arguments.Count > 0)
        {
            errors.Add($"{path}.arguments", "Arguments go with a command.");
        }
    }

    /// <summary>An approval that names nothing would let pass what somebody wanted to see first.</summary>
    private static void CheckApprovals(AgentRuntime runtime, FieldErrors errors)
    {
        var unknown = runtime.ApprovalTools.Where(tool => tool is not null && !ToolNames.All.Contains(tool) && !runtime.McpServers.Any(server => server is not null && IsOf(tool, server))).ToList();
        if (unknown.Count > 0)
        {
            Add(errors, "runtime.approvalTools", $"Unknown: {string.Join(", ", unknown)}. Name a tool, or server__tool or server__* of one of the agent's MCP servers.");
        }
    }

    private static bool IsOf(string tool, McpServer server)
    {
        var start = $"{server.Name}__";
        return tool.StartsWith(start, StringComparison.Ordinal) && tool.Length > start.Length && (tool[start.Length..] == "*" || !tool.Contains('*', StringComparison.Ordinal));
    }

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static void Add(FieldErrors errors, string field, string message)
    {
        // What the annotations have said of the field already is enough.
        if (!errors.Has(field))
        {
            errors.Add(field, message);
        }
    }
}
