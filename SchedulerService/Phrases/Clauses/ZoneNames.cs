namespace SchedulerService.Phrases.Clauses;

/// <summary>
/// Short names of zones, in lower case, and the zones that each may mean. They are known in order to be asked about: EST is said of New York in
/// summer, too, and CST in Chicago and in Shanghai.
/// </summary>
internal static class ZoneNames
{
    public static readonly OrderedDictionary<string, string[]> All = new(StringComparer.Ordinal)
    {
        ["bst"] = ["Europe/London"],
        ["cdt"] = ["America/Chicago"],
        ["cest"] = ["Europe/Berlin", "Europe/Paris"],
        ["cet"] = ["Europe/Berlin", "Europe/Paris"],
        ["cst"] = ["America/Chicago", "Asia/Shanghai"],
        ["edt"] = ["America/New_York"],
        ["est"] = ["America/New_York"],
        ["gmt"] = ["Europe/London", "Etc/UTC"],
        ["ist"] = ["Asia/Kolkata"],
        ["jst"] = ["Asia/Tokyo"],
        ["kst"] = ["Asia/Seoul"],
        ["mdt"] = ["America/Denver"],
        ["mst"] = ["America/Denver", "America/Phoenix"],
        ["pdt"] = ["America/Los_Angeles"],
        ["pst"] = ["America/Los_Angeles"],
        ["utc"] = ["Etc/UTC"],
    };
}
