namespace AgentPlatform.ServiceDefaults.Logs;

/// <summary>An entry of a log: a JSON object whose first member is its type.</summary>
public static class LogEntry
{
    /// <summary>The type of an entry, read without parsing the rest.</summary>
    public static string TypeOf(string entry)
    {
        const string start = "{\"type\":\"";
        return entry[start.Length..entry.IndexOf('"', start.Length)];
    }
}
