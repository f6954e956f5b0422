
namespace ExecutionService.Workspaces.Files;

/// <summary>What was asked cannot be done with that file.</summary>
internal sealed class FileRefusedException(Refusal refusal) : IOException(refusal.ToString())
{
    public Refusal Refusal => refusal;
}

/// <summary>Why something cannot be done with a file.</summary>
internal enum Refusal
{
    /// <summary>The disk is full, or cannot be written.</summary>
    DiskFull,

    /// <summary>It is a folder.</summary>
    Folder,

    /// <summary>Something that is no folder has the name of a folder above it, or a folder or link has its own name.</summary>
    InTheWay,

    /// <summary>Its name is longer than the disk takes.</summary>
    NameTooLong,

    /// <summary>There is none.</summary>
    NotFound,

    /// <summary>It is a link, a pipe, a socket, a device or another user's file, or is reached through a link.</summary>
    NotPlain,
}
