using System.Net;

namespace ExecutionService.Mcp;

/// <summary>Lets only requests to one address pass, and only so much of an answer.</summary>
internal sealed class McpHttpHandler(Uri address, int maxResponseBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
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
        response.Content = new StreamContent(new LimitedStream(await whole.ReadAsStreamAsync(cancellationToken), maxResponseBytes));
        foreach (var header in whole.Headers)
        {
            response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }
}
