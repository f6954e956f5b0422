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
        ["et"] = ["America/New_York"],
        ["gmt"] = ["Europe/London", "Etc/UTC"],
        ["ist"] = ["Asia/Kolkata"],
        ["jst"] = ["Asia/Tokyo"],
        ["kst"] = ["Asia/Seoul"],
        ["mdt"] = ["America/Denver"],
        ["mst"] = ["America/Denver", "America/Phoenix"],
        ["pdt"] = ["America/Los_Angeles"],
        ["pst"] = ["America/Los_Angeles"],
        ["pt"] = ["America/Los_Angeles"],
        ["utc"] = ["Etc/UTC"],
    };

    /// <summary>Places and the name of their zone: Eastern time.</summary>
    public static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["central"] = "cdt",
        ["eastern"] = "est",
        ["japan"] = "jst",
        ["korea"] = "kst",
        ["korean"] = "kst",
        ["london"] = "bst",
        ["mountain"] = "mdt",
        ["pacific"] = "pst",
        ["seoul"] = "kst",
        ["tokyo"] = "jst",
        ["york"] = "est",
    };

    /// <summary>The same in Korean: 한국 시간.</summary>
    public static readonly Dictionary<string, string> KoreanPlaces = new(StringComparer.Ordinal)
    {
        ["뉴욕"] = "est",
        ["도쿄"] = "jst",
        ["런던"] = "bst",
        ["서울"] = "kst",
        ["일본"] = "jst",
        ["한국"] = "kst",
    };
}
