namespace AgentPlatform.ServiceDefaults.Problems;

/// <summary>The header <c>If-Match</c>.</summary>
public static class IfMatch
{
    /// <summary>Whether a request made under it (one tag, several, or <c>*</c>; null when the header is missing) is about the resource as it is.</summary>
    public static bool Holds(string? ifMatch, string etag) =>
        ifMatch is null || ifMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == etag);
}
