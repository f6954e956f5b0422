namespace AgentPlatform.Contracts.Agents;

/// <summary>The tools that an agent may name.</summary>
public static class ToolNames
{
    public const string Clock = "clock";
    public const string EditFile = "edit_file";
    public const string FetchUrl = "fetch_url";
    public const string ListFiles = "list_files";
    public const string Notify = "notify";
    public const string ReadFile = "read_file";
    public const string RunNode = "run_node";
    public const string RunPython = "run_python";
    public const string RunShell = "run_shell";
    public const string WriteFile = "write_file";

    public static readonly IReadOnlyList<string> All = [Clock, EditFile, FetchUrl, ListFiles, Notify, ReadFile, RunNode, RunPython, RunShell, WriteFile];

    /// <summary>Tools that run code: they need a sandbox.</summary>
    public static readonly IReadOnlyList<string> Code = [RunNode, RunPython, RunShell];
}
