using System.Net;
using System.Text;
using ExecutionService.Egress.Interception;

namespace ExecutionService.Mcp.Transports;

/// <summary>Lets only requests to one address pass, and only so much of an answer.</summary>
internal sealed class McpHttpHandler(Uri address, int maxResponseBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Shorter ones would be found in texts that have nothing to do with them.</summary>
    private const int MinEchoCharacters = 8;

    private static readonly byte[] Removed = "***"u8.ToArray();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri != address)
        {
            throw new McpRefusedException("it asks for another address than its own");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            response.Dispose();
            throw new McpRefusedException("it redirects to elsewhere, which is not followed: give the address that it redirects to");
        }

        var whole = response.Content;
        response.Content = new StreamContent(WithoutToken(new LimitedStream(await whole.ReadAsStreamAsync(cancellationToken), maxResponseBytes), request.Headers.Authorization?.Parameter));
        // Without a token the length may be another one.
        foreach (var header in whole.Headers.Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }

    private static Stream WithoutToken(Stream answer, string? token) => token is null || token.Length < MinEchoCharacters ? answer : new EchoFreeStream(
        answer,
        new EchoFilter([.. SecretSubstitution.Spellings(token).Distinct().OrderByDescending(spelling => spelling.Length).Select(spelling => (Encoding.UTF8.GetBytes(spelling), Removed))]));
}
