using System.Security.Cryptography;
using System.Text;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Identity;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AgentPlatform.ServiceDefaults.Idempotency;

/// <summary>
/// Answers a repeated creation with the first response. The key is claimed before the handler runs and the response is kept
/// after it; between the two a crash leaves a claim, with which the next try makes the same resource.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, FirestoreDb db, PlatformServiceName service, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private static readonly string[] KeptHeaders = ["Content-Type", "ETag", "Location"];

    private readonly CollectionReference _claims = db.Collection($"idempotency-{service.Value}");

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotencyMetadata>() is null || !context.Request.Headers.TryGetValue(IdempotencyKey.Header, out var keys))
        {
            await next(context);
            return;
        }

        var key = keys.ToString();
        if (IdempotencyKey.Check(key) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var bodyHash = await HashBodyAsync(context);
        var claim = _claims.Document(RandomId.From(Caller.From(context.User).UserId, context.Request.Path, key));
        var (earlier, seed) = await ClaimAsync(claim, bodyHash, context.RequestAborted);
        if (earlier is null)
        {
            context.Features.Set(new IdempotencyClaim(seed));
            await RunAsync(context, claim);
        }
        else if (earlier.GetValue<string>("bodyHash") != bodyHash)
        {
            await IdempotencyKey.Mismatch().ExecuteAsync(context);
        }
        else
        {
            await AnswerAgainAsync(context, earlier);
        }
    }

    private static async Task<string> HashBodyAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>No earlier claim when the caller holds it; otherwise the finished claim of an earlier try, or one with another body.</summary>
    private async Task<(DocumentSnapshot? Earlier, string Seed)> ClaimAsync(DocumentReference claim, string bodyHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var seed = RandomId.New();
        var fields = new Dictionary<string, object?> { ["bodyHash"] = bodyHash, ["expiresAt"] = now + Life, ["seed"] = seed };
        try
        {
            await claim.CreateAsync(fields, cancellationToken);
            return (null, seed);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            var earlier = await claim.GetSnapshotAsync(cancellationToken);
            if (!earlier.Exists || earlier.GetValue<DateTimeOffset>("expiresAt") <= now)
            {
                await claim.SetAsync(fields, cancellationToken: cancellationToken);
                return (null, seed);
            }

            var finished = earlier.ContainsField("status");
            return (finished || earlier.GetValue<string>("bodyHash") != bodyHash ? earlier : null, earlier.GetValue<string>("seed"));
        }
    }

    private async Task RunAsync(HttpContext context, DocumentReference claim)
    {
        var response = context.Response;
        var original = response.Body;
        using var captured = new MemoryStream();
        response.Body = captured;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException)
        {
            // The request could not be read, so nothing was done: the key is free for a corrected one.
            await claim.DeleteAsync(cancellationToken: CancellationToken.None);
            throw;
        }
        finally
        {
            response.Body = original;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more, and what was written of it may be cut short without a word. The claim
            // stays as after a crash: the next try makes the same resource and keeps a whole answer.
            return;
        }

        if (response.StatusCode is >= 200 and < 300)
        {
            await claim.UpdateAsync(
                new Dictionary<string, object?>
                {
                    ["status"] = response.StatusCode,
                    ["headers"] = KeptHeaders.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => (object?)response.Headers[name].ToString()),
                    ["body"] = Encoding.UTF8.GetString(captured.GetBuffer().AsSpan(0, (int)captured.Length)),
                },
                cancellationToken: CancellationToken.None);
        }
        else if (response.StatusCode < 500)
        {
            // Refused: nothing was made, and the key is free for a corrected request. After a failure of ours the claim
            // stays, so that a try with the same body finds what the failed one may have made.
            await claim.DeleteAsync(cancellationToken: CancellationToken.None);
        }

        captured.Position = 0;
        await captured.CopyToAsync(original, context.RequestAborted);
    }

    private static Task AnswerAgainAsync(HttpContext context, DocumentSnapshot earlier)
    {
        context.Response.StatusCode = earlier.GetValue<int>("status");
        foreach (var (name, value) in earlier.GetValue<Dictionary<string, object?>>("headers"))
        {
            context.Response.Headers[name] = (string?)value;
        }

        return context.Response.WriteAsync(earlier.GetValue<string>("body"), context.RequestAborted);
    }
}
