using System.Net;
using ExecutionService.Egress;
using ExecutionService.Egress.Proxying;
using ExecutionService.Egress.Rules;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools.Web;

/// <summary>Fetches pages: each address on the way is checked, and only what can be read as text is taken.</summary>
internal sealed class WebFetch(EgressHttp http, TimeProvider clock, IOptions<FetchOptions> options)
{
    private const string UserAgent = "AgentPlatform/1.0 (fetch_url)";

    /// <summary>Characters of an answer that says no.</summary>
    private const int MaxErrorCharacters = 2_000;

    /// <summary>Pages that are made text of at once: a bad one takes much memory and seconds of a processor.</summary>
    private static readonly SemaphoreSlim Reading = new(2, 2);

    /// <summary>The page behind an address.</summary>
    /// <exception cref="ToolException">It cannot be had.</exception>
    public async Task<WebPage> GetAsync(string url, EgressPolicy policy, FetchHeaders secrets, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await FollowAsync(url, policy, secrets, headers, either.Token);
        }
        catch (EgressException exception)
        {
            throw new ToolException(exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ToolException("The answer broke off.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException($"The page did not come within {options.Value.TimeoutSeconds} seconds.");
        }
    }

    private async Task<WebPage> FollowAsync(string url, EgressPolicy policy, FetchHeaders secrets, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var address = Uri.TryCreate(url, UriKind.Absolute, out var given) ? given : throw new ToolException($"'{url}' is not an address.");
        string? first = null;
        for (var redirects = 0; ; redirects++)
        {
            var (host, reason) = policy.Decide(address);
            if (host is null)
            {
                throw new ToolException($"{address.GetLeftPart(UriPartial.Authority)} is refused. {reason}");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            request.Headers.TryAddWithoutValidation("Accept", "text/html, application/xhtml+xml, application/json, text/*;q=0.9, application/xml;q=0.8");
            first ??= host;
            if (host == first)
            {
                // Another host gets nothing that was meant for the first.
                secrets.AddTo(request, headers, host);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } next)
            {
                return await ReadAsync(address, response, secrets, cancellationToken);
            }

            if (redirects == options.Value.MaxRedirects)
            {
                throw new ToolException($"The page redirects more than {options.Value.MaxRedirects} times.");
            }

            address = new Uri(address, next);
        }
    }

    private async Task<WebPage> ReadAsync(Uri address, HttpResponseMessage response, FetchHeaders secrets, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        var media = type?.MediaType?.ToLowerInvariant() ?? "";
        if (!IsText(media))
        {
            throw new ToolException(response.IsSuccessStatusCode
                ? $"The answer is {(media.Length == 0 ? "of no named type" : media)}, which is not read: only text, HTML, JSON and XML are."
                : $"The host answered {(int)response.StatusCode}.");
        }

        var bytes = await ReadAsync(response.Content, cancellationToken);
        var text = PageCharset.Decode(bytes, type!.CharSet);
        text = secrets.WithoutSecrets(media is "text/html" or "application/xhtml+xml" ? await ReadAsync(text, address, cancellationToken) : text);
        return response.IsSuccessStatusCode
            ? new WebPage(secrets.WithoutSecrets(address.AbsoluteUri), media, text)
            : throw new ToolException($"The host answered {(int)response.StatusCode}. {AgentPlatform.Llm.Excerpt.Of(text, MaxErrorCharacters)}".TrimEnd());
    }

    private async Task<string> ReadAsync(string html, Uri address, CancellationToken cancellationToken)
    {
        await Reading.WaitAsync(cancellationToken);
        try
        {
            return PageText.Of(html, address, TimeSpan.FromSeconds(options.Value.ParseSeconds), clock);
        }
        finally
        {
            Reading.Release();
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var max = options.Value.MaxBytes;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var piece = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(piece, cancellationToken)) > 0)
        {
            if (kept.Length + read > max)
            {
                throw new ToolException($"The page is larger than {max} bytes.");
            }

            kept.Write(piece, 0, read);
        }

        return kept.ToArray();
    }

    private static bool IsText(string media) =>
        media.StartsWith("text/", StringComparison.Ordinal)
        || media is "application/json" or "application/xml" or "application/xhtml+xml" or "application/javascript" or "application/yaml"
        || media.EndsWith("+json", StringComparison.Ordinal) || media.EndsWith("+xml", StringComparison.Ordinal);
}

/// <summary>A page as read: where it was in the end, what it was, and its text.</summary>
internal sealed record WebPage(string Address, string MediaType, string Text);
