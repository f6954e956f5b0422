using System.ComponentModel;
using System.Globalization;
using AgentPlatform.Contracts.Agents;
using Microsoft.Extensions.AI;

namespace ExecutionService.Tools;

/// <summary>Tells the time.</summary>
internal sealed class ClockTool(TimeProvider clock) : IToolSource
{
    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken) => ValueTask.FromResult(context.Names(ToolNames.Clock)
        ? new ToolSet([new AgentTool(AIFunctionFactory.Create(Now, ToolNames.Clock, "The current date and time, in UTC and in a given IANA time zone."), ToolEffect.ReadOnly)])
        : ToolSet.None);

    private string Now([Description("IANA time zone, such as Asia/Seoul; UTC when absent.")] string? timeZone = null)
    {
        var now = clock.GetUtcNow();
        if (timeZone is null)
        {
            return now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
            ? $"{TimeZoneInfo.ConvertTime(now, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz (dddd)", CultureInfo.InvariantCulture)} {timeZone}"
            : throw new ToolException($"There is no time zone '{timeZone}'.");
    }
}
