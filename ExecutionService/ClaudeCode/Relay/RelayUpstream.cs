using System.Net.Http.Headers;
using System.Text.Json;
using AgentPlatform.Llm;
using ExecutionService.ClaudeCode.Relay.Usage;
using Microsoft.AspNetCore.Http.Features;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Makes the program's calls with the platform's own key, and passes the answers on as they come.</summary>
internal sealed class RelayUpstream(AnthropicEndpoint endpoint, IHttpClientFactory clients, ClaudeCodeOptions options, TimeProvider clock, bool hasFallback)
{
    private const int MaxErrorBytes = 64 * 1024;
    private const int Overloaded = 529;

    /// <summary>Abilities of the API that make the provider fetch, run or keep something, or cost more.</summary>
    private static readonly string[] RefusedBetas = ["code-execution", "fast-mode", "files-api", "mcp-client", "skills", "web-fetch", "web-search"];

    public async Task ForwardAsync(HttpContext context, string path, ReadOnlyMemory<byte> body, RelayMeter? meter, RelayTotals totals)
    {
        using var overall = new CancellationTokenSource(TimeSpan.FromSeconds(options.MaxCallSeconds), clock);
        using var idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, overall.Token, idle.Token);
        using var request = Request(context.Request, path, body);
        HttpResponseMessage answer;
        try
        {
            using var client = clients.CreateClient(ModelRelay.ClientName);
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        }
        catch (HttpRequestException exception)
        {
            if (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
            {
                meter?.NothingUsed();
            }

            totals.Fail(ModelFailure.Unreachable);
            await SettleAsync(meter);
            await RelayError.WriteAsync(context, 502, "api_error", "The model provider cannot be reached.");
            return;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            totals.Fail(ModelFailure.Timeout);
            await SettleAsync(meter);
            await RelayError.WriteAsync(context, 504, "timeout_error", "The model provider did not answer in time.");
            return;
        }

        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
            {
                meter?.NothingUsed();
                await SettleAsync(meter);
                await PassErrorAsync(context, answer, totals, stop.Token);
                return;
            }

            try
            {
                await PassAnswerAsync(context, answer, meter, totals, idle, stop.Token);
            }
            catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && exception is IOException or HttpRequestException or OperationCanceledException)
            {
                totals.Fail(exception is OperationCanceledException ? ModelFailure.Timeout : ModelFailure.Cut);
                context.Abort();
            }
        }
    }

    /// <summary>Nothing of the program's headers goes out but the version and the abilities that it asks for.</summary>
    private HttpRequestMessage Request(HttpRequest from, string path, ReadOnlyMemory<byte> body)
    {
        var request = endpoint.Post(from.Query["beta"] == "true" ? $"{path}?beta=true" : path);
        request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        request.Headers.TryAddWithoutValidation("anthropic-version", from.Headers["anthropic-version"].ToString() is { Length: > 0 } version ? version : "2023-06-01");
        var betas = from.Headers["anthropic-beta"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(beta => !RefusedBetas.Any(refused => beta.StartsWith(refused, StringComparison.OrdinalIgnoreCase)));
        if (string.Join(',', betas) is { Length: > 0 } asked)
        {
            request.Headers.TryAddWithoutValidation("anthropic-beta", asked);
        }

        return request;
    }

    /// <summary>The provider's words are for the operator: the program is told the kind of error, and of a refused request what is wrong with it.</summary>
    private async Task PassErrorAsync(HttpContext context, HttpResponseMessage answer, RelayTotals totals, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var failure = AnthropicEndpoint.FailureOf(status);
        totals.Fail(failure, status);
        // The program turns to the next model when one is overloaded, but not when its rate limit is reached.
        var told = hasFallback && status == StatusCodes.Status429TooManyRequests ? Overloaded : status;
        var message = status is 400 or 413 ? await WordsAsync(answer, cancellationToken) : null;
        if (answer.Headers.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = wait.ToString();
        }

        await RelayError.WriteAsync(context, told, RelayError.TypeOf(told), message ?? new ModelUnavailableException(failure).Message, final: failure is ModelFailure.BadRequest or ModelFailure.Unauthorized);
    }

    private async Task<string?> WordsAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxErrorBytes, cancellationToken);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return json.RootElement.GetProperty("error").GetProperty("message").GetString() is { } words ? endpoint.Redact(words) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException)
        {
            return null;
        }
    }

    private async Task PassAnswerAsync(HttpContext context, HttpResponseMessage answer, RelayMeter? meter, RelayTotals totals, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.TryGetValues("request-id", out var ids))
        {
            response.Headers["request-id"] = ids.First();
        }

        await using var from = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            await PassWholeAsync(response, from, meter, totals, cancellationToken);
            return;
        }

        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        var usage = new StreamUsage();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            idle.CancelAfter(TimeSpan.FromSeconds(options.StreamIdleSeconds));
            var read = await from.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                break;
            }

            usage.Read(buffer.AsSpan(0, read));
            if (meter is not null)
            {
                meter.Usage = usage.Usage;
                await (usage.Ended || usage.ErrorType is not null ? SettleAsync(meter) : Task.CompletedTask);
            }

            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }

        Note(totals, usage);
        if (!usage.Ended && usage.ErrorType is null)
        {
            context.Abort();
        }
    }

    private async Task PassWholeAsync(HttpResponse response, Stream from, RelayMeter? meter, RelayTotals totals, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > options.MaxRequestBytes)
            {
                throw new IOException("The provider's answer is longer than any answer.");
            }
        }

        var bytes = whole.ToArray();
        if (meter is not null)
        {
            meter.Usage = StreamUsage.OfWhole(bytes);
            await SettleAsync(meter);
        }

        totals.Succeed();
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Before the program has the end in its hands, which it answers with its next call.</summary>
    private static Task SettleAsync(RelayMeter? meter) => meter?.SettleAsync() ?? Task.CompletedTask;

    private static void Note(RelayTotals totals, StreamUsage usage)
    {
        if (usage.Ended)
        {
            totals.Succeed();
        }
        else
        {
            totals.Fail(usage.ErrorType is { } type ? AnthropicEndpoint.FailureOf(type) : ModelFailure.Cut);
        }
    }
}
