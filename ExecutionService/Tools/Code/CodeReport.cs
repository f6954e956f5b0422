using System.Globalization;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tools.Code;

/// <summary>What the model reads of a call of code: first how it ended, then what it wrote.</summary>
internal static class CodeReport
{
    public static string Of(SandboxResult result) => string.Join('\n', Sections(result).Where(section => section.Length > 0));

    private static IEnumerable<string> Sections(SandboxResult result) =>
    [
        Ending(result),
        result.Truncated ? "The output is cut off where the limit was reached." : "",
        result.StandardOutput.Length > 0 ? $"stdout:\n{result.StandardOutput.TrimEnd('\n')}" : "",
        result.StandardError.Length > 0 ? $"stderr:\n{result.StandardError.TrimEnd('\n')}" : "",
        result.StandardOutput.Length + result.StandardError.Length == 0 ? "It wrote nothing." : "",
    ];

    private static string Ending(SandboxResult result) => result.End switch
    {
        SandboxEnd.Exited => $"exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}",
        SandboxEnd.WallClock => $"Ended by the platform after {result.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s: its time ran out. Everything that it had started was ended with it.",
        SandboxEnd.OutputLimit => "Ended by the platform: it wrote more output than is kept. Write large results into files under out/.",
        SandboxEnd.MemoryLimit => "Ended by the platform: it used more memory than it may.",
        SandboxEnd.WorkspaceLimit => "Ended by the platform: the workspace holds more bytes or files than it may.",
        SandboxEnd.Cancelled => "Ended by the platform: the run was cancelled.",
        _ => throw new InvalidOperationException($"{result.End} is no ending."),
    };
}
