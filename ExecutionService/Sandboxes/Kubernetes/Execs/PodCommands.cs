using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionService.Sandboxes.Kubernetes.Execs;

/// <summary>
/// What is executed in a pod. The shell reads a fixed text only; an agent's words reach it as positional parameters, which
/// it hands on unread.
/// </summary>
internal static partial class PodCommands
{
    /// <summary>
    /// Kills everything in the pod but the first process and itself: however a program has forked or hidden, it has no other
    /// process number space to hide in. A run's calls go one after another, so that all of it belongs to the call that ends.
    /// Some rounds of it: gVisor kills one process after another, and a program that forks quickly may be ahead of the first.
    /// </summary>
    private const string Sweep = "for round in 1 2 3 4 5; do kill -9 -1 2>/dev/null; done";

    /// <summary>Kills everything in the pod but its first process.</summary>
    public static readonly IReadOnlyList<string> KillAll = ["/bin/sh", "-c", Sweep];

    /// <summary>Packs the workspace; whatever an earlier call left running is ended first.</summary>
    public static readonly IReadOnlyList<string> Pack = ["/bin/sh", "-c", $"{Sweep}; cd /workspace && exec tar -c -f - --format=pax ."];

    /// <summary>Longer than anything that should be an argument: they travel in an address.</summary>
    private const int MaxArgumentBytes = 128 * 1024;

    /// <summary>
    /// $1: bytes of standard input, which cannot be ended otherwise. $2: seconds after which the program is killed from inside
    /// too, for a service that has died. The rest is for <c>env</c>. What an earlier call or this one left running is killed:
    /// it would also hold the output open.
    /// </summary>
    private const string Call =
        $"""
        bytes=$1; seconds=$2; shift 2
        {Sweep}
        cd /workspace || exit 126
        if [ "$bytes" -gt 0 ]; then head -c "$bytes" | timeout -s KILL "$seconds" env -i "$@"; else timeout -s KILL "$seconds" env -i "$@" </dev/null; fi
        code=$?
        {Sweep}
        exit $code
        """;

    private const string Unpack =
        $"""
        {Sweep}
        cd /workspace && find . -mindepth 1 -delete || exit 1
        [ "$1" -eq 0 ] || head -c "$1" | tar -x -f - --no-same-owner
        """;

    private static readonly Dictionary<string, string> Everywhere = new(StringComparer.Ordinal)
    {
        ["HOME"] = "/workspace",
        ["LANG"] = "C.UTF-8",
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["TMPDIR"] = "/tmp",
        ["USER"] = "agent",
    };

    /// <summary>The command that runs a call's program in <c>/workspace</c>.</summary>
    /// <exception cref="SandboxFailedException">It cannot be said so.</exception>
    public static IReadOnlyList<string> Run(SandboxCall call, int inputBytes, TimeSpan wallClock)
    {
        var variables = new Dictionary<string, string>(Everywhere, StringComparer.Ordinal);
        foreach (var (name, value) in call.Environment)
        {
            variables[VariableName().IsMatch(name) ? name : throw new SandboxFailedException($"'{name}' is no name of a variable.")] = value;
        }

        string[] given = [.. variables.Select(variable => $"{variable.Key}={variable.Value}"), .. call.Arguments];
        return call switch
        {
            { Arguments: not [{ Length: > 0 }, ..] } => throw new SandboxFailedException("There is no program to run."),
            // env would take it for a variable.
            _ when call.Arguments[0].Contains('=', StringComparison.Ordinal) => throw new SandboxFailedException("The name of a program has no '='."),
            _ when given.Any(text => text.Contains('\0', StringComparison.Ordinal)) => throw new SandboxFailedException("An argument contains a null character."),
            _ when given.Sum(Encoding.UTF8.GetByteCount) > MaxArgumentBytes => throw new SandboxFailedException($"The arguments have more than {MaxArgumentBytes} bytes; put them into a file."),
            _ => ["/bin/sh", "-c", Call, "call", Text(inputBytes), Text((int)Math.Ceiling(wallClock.TotalSeconds) + 5), .. given],
        };
    }

    /// <summary>Replaces the workspace by an archive of so many bytes.</summary>
    public static IReadOnlyList<string> UnpackOf(long bytes) => ["/bin/sh", "-c", Unpack, "unpack", Text(bytes)];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
