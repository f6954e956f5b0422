namespace AgentPlatform.Contracts.Agents;

/// <summary>The tools that an agent may name.</summary>
public static class ToolNames
{
    public const string Clock = "clock";
    public const string ListFiles = "list_files";
    public const string ReadFile = "read_file";
    public const string WriteFile = "write_file";

    public static readonly IReadOnlyList<string> All = [Clock, ListFiles, ReadFile, WriteFile];
}
