using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace AgentPlatform.Contracts;

/// <summary>Every text of a list matches a pattern, and none is there twice unless that is said.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EachMatchesAttribute(string pattern) : ValidationAttribute
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex _pattern = new(pattern, RegexOptions.CultureInvariant, Patience);

    public string Pattern => pattern;

    /// <summary>Whether a text may be there more than once. Default false.</summary>
    public bool Repeats { get; set; }

    public override bool IsValid(object? value) =>
        value is not IReadOnlyList<string> items
        || (items.All(item => item is not null && _pattern.IsMatch(item)) && (Repeats || items.Distinct(StringComparer.Ordinal).Count() == items.Count));
}
