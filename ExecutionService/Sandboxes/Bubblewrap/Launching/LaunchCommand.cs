using System.Globalization;

namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>
/// What a call's process does before it becomes bubblewrap, in the words of a shell that reads nothing of the call: it enters its control
/// groups, puts what the sandbox's user cannot reach where it can, and opens the filter of system calls, which only a descriptor can carry.
/// </summary>
internal static class LaunchCommand
{
    private const string Script =
        """
        set -e
        echo 1000 >/proc/self/oom_score_adj
        n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ >"$1/cgroup.procs"; shift; n=$((n - 1)); done
        n=$1; shift; while [ "$n" -gt 0 ]; do mount --bind "$1" "$2"; shift 2; n=$((n - 1)); done
        exec "$@" 9<"$0"
        """;

    /// <param name="filter">File with the filter of system calls.</param>
    /// <param name="groups">Folders of the control groups to enter.</param>
    /// <param name="staged">What is mounted elsewhere first, seen by this process and its children only.</param>
    /// <param name="command">bubblewrap.</param>
    public static IReadOnlyList<string> Of(string filter, IReadOnlyList<string> groups, IReadOnlyList<(string Path, string Staged)> staged, IReadOnlyList<string> command) =>
    [
        .. staged.Count == 0 ? Array.Empty<string>() : ["/usr/bin/unshare", "--mount", "--propagation", "private", "--"],
        "/bin/sh", "-c", Script, filter,
        Text(groups.Count), .. groups,
        Text(staged.Count), .. staged.SelectMany(IEnumerable<string> (item) => [item.Path, item.Staged]),
        .. command,
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
