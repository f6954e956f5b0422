using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentPlatform.Contracts.Agents;

/// <summary>How the runs of an agent work: by what engine, what they may reach, and what happens when they get stuck.</summary>
public sealed record AgentRuntime
{
    /// <summary><c>loop</c> (the platform's own, the default) or <c>claude-code</c>.</summary>
    [AllowedValues(AgentEngine.ClaudeCode, AgentEngine.Loop, ErrorMessage = "One of claude-code or loop.")]
    public string Engine { get; init; } = AgentEngine.Loop;

    /// <summary>Models that are asked, in this order, when the agent's own cannot be had.</summary>
    [MaxLength(5, ErrorMessage = "At most 5 items."), EachMatches("^.{1,100}$", ErrorMessage = "A model name has 1 to 100 characters.")]
    public IReadOnlyList<string> FallbackModels { get; init; } = [];

    /// <summary>Host names that code and web tools may reach over HTTPS: <c>example.com</c>, or <c>*.example.com</c> for all names below it. None: no network.</summary>
    [MaxLength(50, ErrorMessage = "At most 50 items."), EachMatches(@"^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", ErrorMessage = "A domain is a lower-case host name such as example.com or *.example.com.")]
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>Names of the user's secrets. Code sees a placeholder; the value is put in on the way out to the secret's own hosts only.</summary>
    [MaxLength(20, ErrorMessage = "At most 20 items."), EachMatches("^[A-Z][A-Z0-9_]{0,63}$", ErrorMessage = "A secret's name has capitals, digits and underscores, such as API_KEY.")]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Servers of the Model Context Protocol whose tools the agent has.</summary>
    [MaxLength(10, ErrorMessage = "At most 10 items.")]
    public IReadOnlyList<McpServer> McpServers { get; init; } = [];

    /// <summary>Tools whose every call waits for a person's approval: names of tools, or <c>server__tool</c> and <c>server__*</c> for those of an MCP server.</summary>
    [MaxLength(64, ErrorMessage = "At most 64 items."), EachMatches("^[A-Za-z0-9_*-]{1,100}$", ErrorMessage = "A tool's name has letters, digits, - and _, and none is named twice.")]
    public IReadOnlyList<string> ApprovalTools { get; init; } = [];

    /// <summary>JSON Schema (draft 2020-12) that the result must satisfy; it is then a JSON document. An object of at most 16,384 characters. A merge patch replaces it whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? OutputSchema { get; init; }

    /// <summary>What happens to a run whose tool may or may not have acted when its process died: <c>ask</c> a person (the default) or <c>fail</c>.</summary>
    [AllowedValues(Agents.UnknownOutcome.Ask, Agents.UnknownOutcome.Fail, ErrorMessage = "One of ask or fail.")]
    public string UnknownOutcome { get; init; } = Agents.UnknownOutcome.Ask;

    /// <summary>HTTPS address to which the <c>notify</c> tool posts; its host needs no entry in the allowed domains.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(2000), RegularExpression("^https://.+", ErrorMessage = "Give an https:// address.")]
    public string? NotifyUrl { get; init; }
}

/// <summary>A server of the Model Context Protocol: over HTTPS by <see cref="Url"/>, or a program in the sandbox by <see cref="Command"/>.</summary>
public sealed record McpServer
{
    /// <summary>Prefix of its tools' names: <c>name__tool</c>.</summary>
    [Required, RegularExpression("^[a-z][a-z0-9-]{0,31}$", ErrorMessage = "A server's name has small letters, digits and -.")]
    public required string Name { get; init; }

    /// <summary>Streamable HTTP endpoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(2000)]
    public string? Url { get; init; }

    /// <summary>Program that speaks the protocol on its standard input and output, started inside the sandbox.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), StringLength(500, MinimumLength = 1)]
    public string? Command { get; init; }

    [MaxLength(32, ErrorMessage = "At most 32 items."), EachMatches("^[^\\0]{0,1000}$", Repeats = true, ErrorMessage = "An argument has at most 1,000 characters.")]
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Name of the secret that is sent as a bearer token to <see cref="Url"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), RegularExpression("^[A-Z][A-Z0-9_]{0,63}$", ErrorMessage = "A secret's name has capitals, digits and underscores, such as API_KEY.")]
    public string? Secret { get; init; }
}

/// <summary>What works on a run.</summary>
public static class AgentEngine
{
    public const string ClaudeCode = "claude-code";
    public const string Loop = "loop";
}

/// <summary>What happens when nobody knows whether a tool has acted.</summary>
public static class UnknownOutcome
{
    public const string Ask = "ask";
    public const string Fail = "fail";
}
