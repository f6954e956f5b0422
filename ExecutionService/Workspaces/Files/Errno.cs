
namespace ExecutionService.Workspaces.Files;

/// <summary>The kernel's reasons that are told apart here; the same numbers on every processor.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int Exists = 17;
    public const int NotFolder = 20;
    public const int IsFolder = 21;
    public const int NoSpace = 28;
    public const int NameTooLong = 36;
    public const int NotEmpty = 39;
    public const int TooManyLinks = 40;
    public const int QuotaUsed = 122;
}
