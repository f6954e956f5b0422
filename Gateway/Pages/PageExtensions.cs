using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Pages;

/// <summary>Serves the single-page app that the build puts beside the assembly.</summary>
internal static class PageExtensions
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "web");

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PageTemplate(Path.Combine(Folder, "index.html")));
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/javascript", "image/svg+xml", "text/css", "text/javascript"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Security headers on every answer.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });

    /// <summary>The pages' files. Those under <c>/assets</c> have their hash in their name and never change.</summary>
    public static void UsePages(this WebApplication app)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PublicFiles(new PhysicalFileProvider(Folder)),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "public, max-age=300",
        });
    }

    /// <summary>Every other path that looks like a page is the app; unknown paths of the API stay 404.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapFallback("{*path:nonfile}", (HttpContext context, PageTemplate page) => page.ServeAsync(context)).ExcludeFromDescription();
        app.MapFallback("/api/{**rest}", () => Problem.NotFound()).ExcludeFromDescription();
        app.MapFallback("/internal/{**rest}", () => Problem.NotFound()).ExcludeFromDescription();
    }

    /// <summary>The page's template is not a file for the public: it is served with a nonce of its own each time.</summary>
    private sealed class PublicFiles(IFileProvider files) : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => subpath.TrimStart('/') is "index.html" ? new NotFoundFileInfo(subpath) : files.GetFileInfo(subpath);

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => files.Watch(filter);
    }
}
