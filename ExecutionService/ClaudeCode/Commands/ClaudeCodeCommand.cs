using System.Globalization;
using System.Text;
using ExecutionService.Sandboxes;

namespace ExecutionService.ClaudeCode.Commands;

/// <summary>The call of the program inside the sandbox.</summary>
internal static class ClaudeCodeCommand
{
    /// <summary>Where the program is inside.</summary>
    public const string InsidePath = "/opt/claude-code/claude";

    /// <summary>Port of the sandbox's loopback on which the model is.</summary>
    public const int Port = 8788;

    /// <summary>A single argument may have 128 KiB on Linux; longer instructions go in front of the prompt.</summary>
    private const int MaxArgumentBytes = 120_000;

    public static SandboxCall Build(ClaudeCodeRun run, string program, string socketPath, string token, ClaudeCodeOptions options)
    {
        var asArgument = run.Instructions is { Length: > 0 } instructions && Encoding.UTF8.GetByteCount(instructions) <= MaxArgumentBytes;
        return new SandboxCall
        {
            ExecutionId = run.ExecutionId,
            UserId = run.UserId,
            WorkspaceFolder = run.WorkspaceFolder,
            Arguments = Arguments(run, asArgument),
            // A prompt that begins with / would be taken for one of the program's commands.
            StandardInput = asArgument || run.Instructions is not { Length: > 0 } ? $"\n{run.Prompt}" : $"\n{run.Instructions}\n\n{run.Prompt}",
            Environment = Variables(run, token, options),
            WallClock = run.WallClock,
            OutputBytes = options.MaxOutputBytes,
            Egress = run.Egress,
            Mounts = [new SandboxMount(program, InsidePath)],
            Ports = [new SandboxPort(socketPath, Port)],
        };
    }

    private static string[] Arguments(ClaudeCodeRun run, bool instructionsAsArgument)
    {
        var tools = string.Join(',', run.Tools);
        return
        [
            InsidePath, "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
            "--model", run.Models[0],
            .. run.Models.Count > 1 ? (string[])["--fallback-model", string.Join(',', run.Models.Skip(1))] : [],
            // The first says which tools there are, the second that nobody need be asked; whatever else would ask is denied.
            "--tools", tools, .. run.Tools.Count > 0 ? (string[])["--allowedTools", tools] : [], "--permission-prompts", "none",
            "--max-turns", run.MaxTurns.ToString(CultureInfo.InvariantCulture),
            // Nothing in the workspace, which earlier runs wrote, configures the program.
            "--restricted", "--strict-mcp-config", "--setting-sources", "", "--disable-slash-commands", "--no-session-persistence",
            .. instructionsAsArgument ? (string[])["--append-system-prompt", run.Instructions!] : [],
        ];
    }

    private static Dictionary<string, string> Variables(ClaudeCodeRun run, string token, ClaudeCodeOptions options) => new()
    {
        ["ANTHROPIC_API_KEY"] = token,
        ["ANTHROPIC_BASE_URL"] = $"http://127.0.0.1:{Port}",
        // Whatever it would do with a small model is done with the run's own.
        ["ANTHROPIC_DEFAULT_HAIKU_MODEL"] = run.Models[0],
        ["API_TIMEOUT_MS"] = (options.MaxCallSeconds * 1000L).ToString(CultureInfo.InvariantCulture),
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["CLAUDE_CODE_MAX_OUTPUT_TOKENS"] = options.MaxOutputTokens.ToString(CultureInfo.InvariantCulture),
        ["CLAUDE_CODE_MAX_RETRIES"] = options.ModelRetries.ToString(CultureInfo.InvariantCulture),
        // Its state is the call's: in memory, and gone with it.
        ["CLAUDE_CONFIG_DIR"] = "/tmp/claude-code",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["DISABLE_ERROR_REPORTING"] = "1",
        ["DISABLE_TELEMETRY"] = "1",
        ["NO_PROXY"] = "127.0.0.1,localhost",
        ["SHELL"] = "/bin/bash",
        ["no_proxy"] = "127.0.0.1,localhost",
    };
}
