using System.Runtime.InteropServices;
using AgentPlatform.Contracts.Agents;
using AgentPlatform.Llm;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.Options;

namespace ExecutionService.ClaudeCode.Commands;

/// <summary>The installed program, or why there is none to run.</summary>
internal sealed class ClaudeCodeProgram(ISandbox sandbox, AnthropicEndpoint endpoint, IOptions<ClaudeCodeOptions> options)
{
    private const string Bubblewrap = "bubblewrap";

    private static readonly byte[] NativeProgram = [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>Asked each time: what is missing may be installed while the service runs.</summary>
    public ClaudeCodeStatus Status
    {
        get
        {
            var reason = !sandbox.Status.Available ? $"Claude Code runs in a sandbox only, and there is none: {sandbox.Status.Reason}"
                : sandbox.Status.Kind != Bubblewrap ? $"Claude Code is shown to the sandbox from this machine, which a sandbox of kind {sandbox.Status.Kind} cannot do."
                : !endpoint.Configured ? "Claude Code needs Anthropic's model: set ANTHROPIC_API_KEY, or Llm:Provider to anthropic."
                : Find() is null ? Missing()
                : null;
            return new ClaudeCodeStatus(AgentEngine.ClaudeCode, reason is null, reason);
        }
    }

    /// <summary>Path of the program; null when it is not installed.</summary>
    public string? Find() => Candidates(options.Value, Environment.GetEnvironmentVariable("PATH")).Select(Resolve).FirstOrDefault(path => path is not null && IsNative(path));

    /// <summary>Where the program may be, best first.</summary>
    public static IEnumerable<string> Candidates(ClaudeCodeOptions options, string? searchPath)
    {
        if (options.Program is { Length: > 0 } program)
        {
            return [Path.GetFullPath(program)];
        }

        var platform = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        return
        [
            Path.GetFullPath(Path.Combine(options.ToolsFolder, "node_modules", "@anthropic-ai", $"claude-code-{platform}", "claude")),
            .. (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "claude")),
        ];
    }

    private string Missing() => options.Value.Program is { Length: > 0 } program
        ? $"ClaudeCode:Program is '{program}', which is not a native program."
        : "The Claude Code CLI is not installed: run eng/local/claude-code.sh, or set ClaudeCode:Program.";

    /// <summary>The file behind links: it alone is shown to the sandbox.</summary>
    private static string? Resolve(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : null;

    /// <summary>npm's launcher is a script, which would need Node and its neighbours.</summary>
    private static bool IsNative(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[NativeProgram.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(NativeProgram);
    }
}
