using System.ComponentModel;
using AgentPlatform.Contracts.Agents;
using ExecutionService.Egress.Proxying;
using ExecutionService.Egress.Rules;
using ExecutionService.Executions;
using ExecutionService.Tools;
using Microsoft.Extensions.AI;

namespace ExecutionService.Notifications;

/// <summary>Lets a run tell its people something: the call stores it, and the relay sends it.</summary>
internal sealed class NotifyTool(NotificationStore store, TimeProvider clock) : IToolSource
{
    private const int MaxTitleCharacters = 200;
    private const int MaxTextCharacters = 10_000;

    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        if (!context.Names(ToolNames.Notify))
        {
            return ValueTask.FromResult(ToolSet.None);
        }

        if (WhyNot(context.Execution.Agent.Runtime.NotifyUrl) is { } why)
        {
            return ValueTask.FromResult(new ToolSet([], new Dictionary<string, string> { [ToolNames.Notify] = why }));
        }

        var function = AIFunctionFactory.Create(new Run(context.Execution, store, clock).NotifyAsync, ToolNames.Notify, "Sends a short message to the people behind this agent, beside the result.");
        return ValueTask.FromResult(new ToolSet([new AgentTool(function, ToolEffect.Idempotent)]));
    }

    private static string? WhyNot(string? url) =>
        url is null ? "notify has nowhere to send to: the agent has no notifyUrl (runtime.notifyUrl)."
        : !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.Port != EgressDialer.Port || address.UserInfo.Length > 0 || HostNames.Read(address.IdnHost) is null
            ? "notify has nowhere to send to: runtime.notifyUrl is not https:// with the name of a host, on port 443."
        : null;

    private sealed class Run(ExecutionState execution, NotificationStore store, TimeProvider clock)
    {
        public async Task<string> NotifyAsync(
            [Description("One line, at most 200 characters.")] string title, [Description("At most 10,000 characters.")] string text, AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(title);
            ArgumentNullException.ThrowIfNull(text);
            if (title.Length is 0 or > MaxTitleCharacters || title.Any(char.IsControl) || text.Length > MaxTextCharacters)
            {
                throw new ToolException($"A title is one line of 1 to {MaxTitleCharacters} characters, and a text has at most {MaxTextCharacters}.");
            }

            var now = clock.GetUtcNow();
            await store.AddAsync(
                new Notification
                {
                    Id = ToolInvocation.Of(arguments).Key,
                    UserId = execution.UserId,
                    AgentId = execution.AgentId,
                    ExecutionId = execution.Id,
                    Title = title,
                    Text = text,
                    At = now,
                    Url = execution.Agent.Runtime.NotifyUrl!,
                    DueAt = now,
                },
                cancellationToken);
            return "The notification is on its way.";
        }
    }
}
