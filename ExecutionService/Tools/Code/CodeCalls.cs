using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ExecutionService.Sandboxes;

namespace ExecutionService.Tools.Code;

/// <summary>The calls of code in one run.</summary>
internal sealed partial class CodeCalls(ISandbox sandbox, SandboxOptions options, ToolContext context)
{
    // Linux takes no longer argument than 128 KiB.
    private const int MaxCommandCharacters = 32_000;
    private const string TimeoutDescription = "Seconds after which it is ended; the platform's own limit when 0 or absent.";

    private TimeSpan _used;

    public Task<string> RunNodeAsync([Description("The program: an ES module if it imports or exports, else CommonJS.")] string code, [Description(TimeoutDescription), Optional, DefaultParameterValue(0)] int timeoutSeconds, CancellationToken cancellationToken) =>
        RunAsync(IsModule(code) ? ["node", "--input-type=module", "-"] : ["node", "-"], code, timeoutSeconds, cancellationToken);

    public Task<string> RunPythonAsync([Description("The program.")] string code, [Description(TimeoutDescription), Optional, DefaultParameterValue(0)] int timeoutSeconds, CancellationToken cancellationToken) =>
        RunAsync(["python3", "-"], code, timeoutSeconds, cancellationToken);

    public Task<string> RunShellAsync([Description("The command, of any number of lines.")] string command, [Description(TimeoutDescription), Optional, DefaultParameterValue(0)] int timeoutSeconds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Length <= MaxCommandCharacters
            ? RunAsync(["bash", "-c", command], null, timeoutSeconds, cancellationToken)
            : throw new ToolException($"The command has {command.Length} characters; at most {MaxCommandCharacters} can be run. Write it into a file and run that.");
    }

    /// <summary>Programs come on standard input: then what they import is looked for from the workspace, and no file of theirs is left in it.</summary>
    private async Task<string> RunAsync(IReadOnlyList<string> arguments, string? input, int timeoutSeconds, CancellationToken cancellationToken)
    {
        if (timeoutSeconds < 0)
        {
            throw new ToolException("timeoutSeconds is 1 or more.");
        }

        var left = TimeSpan.FromSeconds(options.RunSeconds) - _used;
        if (left <= TimeSpan.Zero)
        {
            throw new ToolException($"The run has used the {options.RunSeconds} seconds for which it may run code.");
        }

        context.Workspace.Make();
        var wallClock = TimeSpan.FromSeconds(timeoutSeconds > 0 ? Math.Min(timeoutSeconds, options.WallClockSeconds) : options.WallClockSeconds);
        var call = new SandboxCall
        {
            ExecutionId = context.Execution.Id,
            UserId = context.Execution.UserId,
            WorkspaceFolder = context.Workspace.Folder,
            Arguments = arguments,
            StandardInput = input,
            WallClock = wallClock < left ? wallClock : left,
            Egress = await context.Egress(cancellationToken),
        };
        try
        {
            var result = await sandbox.RunAsync(call, cancellationToken);
            _used += result.Elapsed;
            cancellationToken.ThrowIfCancellationRequested();
            return CodeReport.Of(result);
        }
        catch (InvalidOperationException exception)
        {
            throw new ToolException(exception.Message);
        }
    }

    private static bool IsModule(string code) => ModuleStatement().IsMatch(code);

    [GeneratedRegex(@"^\s*(import\s*[\w{*""']|export\s+\w|export\s*[{*])", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModuleStatement();
}
