using System.Text.RegularExpressions;
using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Rules;
using ExecutionService.Secrets;

namespace ExecutionService.Tools.Web;

/// <summary>Headers that the model gives to a request; <c>${NAME}</c> in them is the run's secret of that name, for its own hosts only.</summary>
internal sealed partial class FetchHeaders(IReadOnlyList<SecretValue> secrets)
{
    private const int MaxHeaders = 20;
    private const int MaxCharacters = 16_384;

    private static readonly HashSet<string> OfTheTool = new(StringComparer.OrdinalIgnoreCase) { "Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "TE", "Transfer-Encoding", "Upgrade" };

    /// <summary>Adds the headers with their secrets.</summary>
    /// <exception cref="ToolException">A header is not one, or a secret does not exist or does not go to the host.</exception>
    public void AddTo(HttpRequestMessage request, IReadOnlyDictionary<string, string> headers, string host)
    {
        if (headers.Count > MaxHeaders)
        {
            throw new ToolException($"At most {MaxHeaders} headers can be given.");
        }

        foreach (var (name, value) in headers)
        {
            if (!HttpHead.IsToken(name) || OfTheTool.Contains(name) || value is null || value.Length > MaxCharacters || value.Any(char.IsControl)
                || !request.Headers.TryAddWithoutValidation(name, Reference().Replace(value, match => ValueOf(match.Groups[1].Value, host))))
            {
                throw new ToolException($"The header '{name}' cannot be given.");
            }
        }
    }

    /// <summary>The text without the values of secrets, in whatever way it came to have them.</summary>
    public string WithoutSecrets(string text) => secrets
        .Where(secret => secret.Value.Length >= SecretSubstitution.MinEchoCharacters)
        .SelectMany(secret => SecretSubstitution.Spellings(secret.Value).Select(spelling => (Value: spelling, secret.Name)))
        .OrderByDescending(echo => echo.Value.Length)
        .Aggregate(text, (current, echo) => current.Replace(echo.Value, $"${{{echo.Name}}}", StringComparison.Ordinal));

    private string ValueOf(string name, string host)
    {
        var secret = secrets.FirstOrDefault(secret => secret.Name == name) ?? throw new ToolException($"The agent has no secret '{name}'.");
        return HostNames.Covers(secret.Hosts, host) ? secret.Value : throw new ToolException($"The secret '{name}' is not for {host}; it goes to {string.Join(", ", secret.Hosts)}.");
    }

    [GeneratedRegex(@"\$\{([A-Z][A-Z0-9_]{0,63})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
