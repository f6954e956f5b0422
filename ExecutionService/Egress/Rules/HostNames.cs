using System.Text.RegularExpressions;

namespace ExecutionService.Egress.Rules;

/// <summary>Names of hosts as agents list them and programs ask for them.</summary>
internal static partial class HostNames
{
    /// <summary>The name in small letters without its final dot; null for what is no name of the public DNS: addresses, numbers that resolvers read as addresses, single labels.</summary>
    public static string? Read(string text)
    {
        // Only ASCII: lowering would make ASCII letters of some others.
        if (!System.Text.Ascii.IsValid(text))
        {
            return null;
        }

        var name = text.ToLowerInvariant();
        name = name.EndsWith('.') ? name[..^1] : name;
        return Name().IsMatch(name) ? name : null;
    }

    /// <summary>Whether a name is one of the domains: <c>example.com</c> is itself, <c>*.example.com</c> all names below it.</summary>
    public static bool Covers(IEnumerable<string> domains, string name) =>
        domains.Any(domain => domain.StartsWith("*.", StringComparison.Ordinal) ? name.EndsWith(domain[1..], StringComparison.Ordinal) : name == domain);

    [GeneratedRegex(@"\A(?=.{1,253}\z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
