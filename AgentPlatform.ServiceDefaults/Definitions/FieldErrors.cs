using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace AgentPlatform.ServiceDefaults.Definitions;

/// <summary>Errors by the path of the field that they are about, as a caller writes it: <c>runtime.mcpServers[0].url</c>.</summary>
public sealed class FieldErrors(string prefix)
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Has(string field) => _errors.ContainsKey(prefix + field);

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(prefix + field, out var messages))
        {
            _errors[prefix + field] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>Adds what the annotations of <paramref name="value"/> have against it; <paramref name="path"/> ends in a dot or is empty.</summary>
    public void Collect(object value, string path)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(value, new ValidationContext(value), results, validateAllProperties: true);
        foreach (var result in results)
        {
            foreach (var member in result.MemberNames)
            {
                Add(path + JsonNamingPolicy.CamelCase.ConvertName(member), result.ErrorMessage ?? "The value is not valid.");
            }
        }
    }

    public Dictionary<string, string[]> ToDictionary() => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray(), StringComparer.Ordinal);
}
