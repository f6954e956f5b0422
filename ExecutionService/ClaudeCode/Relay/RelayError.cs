using System.Text.Json;

namespace ExecutionService.ClaudeCode.Relay;

/// <summary>Errors in the shape of the provider's, which the program understands.</summary>
internal static class RelayError
{
    /// <param name="context">The program's request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="type">Such as <c>invalid_request_error</c>.</param>
    /// <param name="message">For the model, the program and people.</param>
    /// <param name="final">Whether to try again is of no use, whatever the status usually means.</param>
    public static async Task WriteAsync(HttpContext context, int status, string type, string message, bool final = false)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (final)
        {
            response.Headers["x-should-retry"] = "false";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = "error", error = new { type, message } });
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The type that goes with a status.</summary>
    public static string TypeOf(int status) => status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        _ => "api_error",
    };
}
