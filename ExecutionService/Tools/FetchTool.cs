using System.ComponentModel;
using AgentPlatform.Contracts.Agents;
using ExecutionService.Egress.Rules;
using ExecutionService.Executions;
using ExecutionService.Secrets;
using ExecutionService.Tools.Web;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools;

/// <summary>Reads web pages of the agent's allowed domains.</summary>
internal sealed class FetchTool(WebFetch web, SecretVault vault, IOptions<FetchOptions> options) : IToolSource
{
    /// <summary>Characters of a page at most.</summary>
    private const int MaxCharacters = 60_000;

    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        if (!context.Names(ToolNames.FetchUrl))
        {
            return ValueTask.FromResult(ToolSet.None);
        }

        var runtime = context.Execution.Agent.Runtime;
        if (runtime.AllowedDomains.Count == 0)
        {
            return ValueTask.FromResult(new ToolSet([], new Dictionary<string, string> { [ToolNames.FetchUrl] = "fetch_url reaches nothing: the agent has no allowed domains (runtime.allowedDomains)." }));
        }

        var secrets = runtime.Secrets.Count == 0 ? "" : $" A header may hold ${{NAME}} for a secret, which is sent to its own hosts only: {string.Join(", ", runtime.Secrets)}.";
        var description = $"Reads a web page or API answer by GET over https:// as text; HTML becomes plain text with headings and links. Allowed hosts: {string.Join(", ", runtime.AllowedDomains)}.{secrets}";
        var function = AIFunctionFactory.Create(new Run(context.Execution, web, vault, options.Value).FetchAsync, ToolNames.FetchUrl, description);
        return ValueTask.FromResult(new ToolSet([new AgentTool(function, ToolEffect.ReadOnly)]));
    }

    private sealed class Run(ExecutionState execution, WebFetch web, SecretVault vault, FetchOptions options)
    {
        public async Task<string> FetchAsync(
            [Description("The https:// address.")] string url,
            [Description("Characters of the text at most, up to 60000; 20000 when absent.")] int? maxCharacters = null,
            [Description("Further request headers, such as Authorization.")] Dictionary<string, string>? headers = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(url);
            var runtime = execution.Agent.Runtime;
            var values = headers is { Count: > 0 } && runtime.Secrets.Count > 0 ? await vault.ReadAsync(execution.UserId, runtime.Secrets, cancellationToken) : [];
            var page = await web.GetAsync(url, new EgressPolicy(runtime.AllowedDomains), new FetchHeaders(values), headers ?? [], cancellationToken);
            var shown = Math.Clamp(maxCharacters ?? options.DefaultCharacters, 1, MaxCharacters);
            var cut = page.Text.Length > shown ? $"\n\n({page.Text.Length} characters in all, of which the first {shown} are shown)" : "";
            return $"{page.Address} ({page.MediaType})\n\n{AgentPlatform.Llm.Excerpt.Of(page.Text, shown)}{cut}";
        }
    }
}
