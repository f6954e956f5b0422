using System.Text.RegularExpressions;
using System.Xml;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing.Rules;

namespace SchedulerService.Schedules.Input;

/// <summary>What a schedule says of instants that meet a run, that were missed, and of runs that fail.</summary>
internal static partial class PolicyRules
{
    public const string DefaultWindow = "PT24H";

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(366);
    private static readonly string[] CatchUpNames = [CatchUps.None, CatchUps.Last, CatchUps.All];

    /// <summary>Adds what is wrong with the policies of a schedule as given.</summary>
    public static void Check(ScheduleInput input, Dictionary<string, string[]> errors)
    {
        if (input.Overlap is { } overlap && !Overlaps.All.Contains(overlap))
        {
            errors["overlap"] = [$"One of {string.Join(", ", Overlaps.All)}."];
        }

        if (input.CatchUp is { } catchUp && !CatchUpNames.Contains(catchUp))
        {
            errors["catchUp"] = [$"One of {string.Join(", ", CatchUpNames)}."];
        }

        if (input.CatchUpWindow is { } window && !(TryReadWindow(window, out var time) && time >= ShortestWindow && time <= LongestWindow))
        {
            errors["catchUpWindow"] = ["Give an ISO 8601 duration of days, hours, minutes and seconds from PT1M to P366D, such as PT24H."];
        }

        if (input.PauseAfterFailures is < 0 or > 1000)
        {
            errors["pauseAfterFailures"] = ["A number from 0 (never) to 1,000."];
        }
    }

    /// <summary>The schedule with its policies, defaults filled in.</summary>
    public static Schedule Apply(Schedule schedule, ScheduleInput input) => schedule with
    {
        Overlap = input.Overlap ?? Overlaps.Skip,
        CatchUp = input.CatchUp ?? CatchUps.Last,
        CatchUpWindow = input.CatchUpWindow ?? DefaultWindow,
        PauseAfterFailures = input.PauseAfterFailures,
    };

    /// <summary>How late an instant may be and still be caught up.</summary>
    public static TimeSpan Window(Schedule schedule) => schedule.CatchUpWindow == DefaultWindow ? TimeSpan.FromHours(24) : XmlConvert.ToTimeSpan(schedule.CatchUpWindow);

    // Years and months have no length of their own, and more digits than these are out of reach anyway.
    private static bool TryReadWindow(string text, out TimeSpan time)
    {
        var isOne = Duration().IsMatch(text);
        time = isOne ? XmlConvert.ToTimeSpan(text) : TimeSpan.Zero;
        return isOne;
    }

    [GeneratedRegex(@"^P(?=[0-9T])([0-9]{1,3}D)?(T(?=[0-9])([0-9]{1,5}H)?([0-9]{1,7}M)?([0-9]{1,8}S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
