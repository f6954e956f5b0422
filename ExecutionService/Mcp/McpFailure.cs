using System.Net;
using AgentPlatform.Llm;
using ExecutionService.Mcp.Transports;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace ExecutionService.Mcp;

/// <summary>Why a server failed, in words for the model and for people that hold no secret.</summary>
internal static class McpFailure
{
    private const int MaxCharacters = 300;

    public static string Explain(Exception failure, IClientTransport? transport)
    {
        if (transport is SandboxTransport { Ended: { } ended })
        {
            return ended;
        }

        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is McpRefusedException)
            {
                return cause.Message;
            }

            if (cause is HttpRequestException { StatusCode: { } status })
            {
                return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"it refuses the token, or wants one (HTTP {(int)status})" : $"it answered with HTTP {(int)status}";
            }
        }

        return failure is McpException ? Excerpt.Of(failure.Message.TrimEnd('.'), MaxCharacters) : "the connection broke, or what it said could not be read";
    }
}
