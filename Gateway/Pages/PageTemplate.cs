using System.Security.Cryptography;

namespace Gateway.Pages;

/// <summary>The page that loads the app, with a strict policy and a fresh nonce for each response.</summary>
internal sealed class PageTemplate
{
    private const string Placeholder = "__CSP_NONCE__";

    private readonly string[]? _pieces;

    public PageTemplate(string path) => _pieces = File.Exists(path) ? File.ReadAllText(path).Split(Placeholder) : null;

    /// <summary>Serves the page; says plainly when it was left out of the build.</summary>
    public Task ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        if (_pieces is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("The pages were left out of this build because Node 20 was not found. The API works: see /docs.\n", context.RequestAborted);
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default";
        headers.CacheControl = "private, no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(string.Join(nonce, _pieces), context.RequestAborted);
    }
}
