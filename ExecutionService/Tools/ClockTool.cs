using System.ComponentModel;
using System.Globalization;

namespace ExecutionService.Tools;

/// <summary>Tells the time.</summary>
internal sealed class ClockTool(TimeProvider clock)
{
    public string Now([Description("IANA time zone, such as Asia/Seoul; UTC when absent.")] string? timeZone = null)
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
