using System.Security.Cryptography;
using System.Text;
using AgentPlatform.Llm;
using ExecutionService.ClaudeCode.Relay.Usage;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Answers what comes over the socket of one run: model calls with the run's token, and nothing else.</summary>
internal sealed class RelayHandler(RelayRun run, string token, RelayUpstream upstream, RelayTotals totals, ModelPrices prices, ClaudeCodeOptions options, Action broken) : IDisposable
{
    private const string Messages = "/v1/messages";
    private const string CountTokens = "/v1/messages/count_tokens";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrentCalls);
    private int _requests;
    private int _calls;

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (!HttpMethods.IsPost(context.Request.Method) || path is not (Messages or CountTokens))
        {
            await RelayError.WriteAsync(context, 404, "not_found_error", "The relay takes model calls only.", final: true);
        }
        else if (!IsAuthentic(context.Request))
        {
            await RelayError.WriteAsync(context, 401, "authentication_error", "This is not the run's token.", final: true);
        }
        else if (Interlocked.Increment(ref _requests) > options.MaxRequests)
        {
            totals.Refuse($"The run has made {options.MaxRequests} requests to the model, its limit.");
            await RelayError.WriteAsync(context, 402, "billing_error", totals.Refusal!, final: true);
        }
        else
        {
            await TakeTurnAsync(context, counting: path == CountTokens);
        }
    }

    /// <summary>Waits until no call is open.</summary>
    public async Task DrainAsync()
    {
        for (var slot = 0; slot < options.MaxConcurrentCalls; slot++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task TakeTurnAsync(HttpContext context, bool counting)
    {
        try
        {
            await _slots.WaitAsync(context.RequestAborted);
            try
            {
                await AnswerAsync(context, counting);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The program has left, or was ended.
        }
        catch (BadHttpRequestException)
        {
            // It did not send what it had announced.
            context.Abort();
        }
        catch (Exception exception)
        {
            // A defect, or a run that another worker has taken over: the engine ends the program and throws it on.
            totals.Break(exception);
            broken();
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, bool counting)
    {
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await RelayError.WriteAsync(context, 413, "request_too_large", $"A request may have {options.MaxRequestBytes} bytes.", final: true);
            return;
        }

        if (RelayRequest.Read(body, run.Models, counting, out var refusal) is not { } request)
        {
            totals.Fail(ModelFailure.BadRequest, StatusCodes.Status400BadRequest);
            await RelayError.WriteAsync(context, 400, "invalid_request_error", refusal!, final: true);
            return;
        }

        if (counting)
        {
            await upstream.ForwardAsync(context, CountTokens, request.Bytes(null), meter: null, totals);
            return;
        }

        var call = new RelayCall(Interlocked.Increment(ref _calls), request.Model, request.InputEstimate, Math.Min(request.MaxTokens, options.MaxOutputTokens));
        var grant = await run.Budget.Reserve(call, context.RequestAborted);
        if (!grant.Granted)
        {
            totals.Refuse(grant.Reason ?? "The budget does not allow another model call.");
            await RelayError.WriteAsync(context, 402, "billing_error", totals.Refusal!, final: true);
            return;
        }

        var meter = new RelayMeter(call, grant, run.Budget, prices, totals);
        try
        {
            await upstream.ForwardAsync(context, Messages, request.Bytes(Math.Min(grant.MaxTokens, call.MaxTokens)), meter, totals);
        }
        finally
        {
            await meter.SettleAsync();
        }
    }

    private bool IsAuthentic(HttpRequest request)
    {
        var given = request.Headers["x-api-key"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);
    }

    /// <summary>Null when it is longer than allowed.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxRequestBytes)
        {
            return null;
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > options.MaxRequestBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
