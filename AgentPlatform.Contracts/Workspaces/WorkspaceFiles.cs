namespace AgentPlatform.Contracts.Workspaces;

/// <summary>One page of the files of a workspace, in the order of their paths, and what all of them are together.</summary>
public sealed record WorkspaceFiles(IReadOnlyList<WorkspaceFile> Items, string? NextCursor, int TotalFiles, long TotalBytes);

/// <summary>A file of a workspace. Its content type is the one under which it is sent: markup and scripts are text.</summary>
public sealed record WorkspaceFile(string Path, long Size, DateTimeOffset ModifiedAt, string ContentType);
