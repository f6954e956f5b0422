using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Pages;

/// <summary>Serves the single-page app that the build puts beside the assembly.</summary>
internal static class PageExtensions
{
    /// <summary>Paths of the API, of the services among themselves, and of sign-in, which is not configured.</summary>
    private static readonly string[] NotPages = ["/api", "/internal", "/signin", "/signout"];

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PageTemplate(Path.Combine(Folder(builder.Configuration), "index.html")));
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/javascript", "image/svg+xml", "text/css", "text/javascript"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Security headers on every answer; set as it starts, because the answer to a failure is begun anew.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>The pages' files. Those under <c>/assets</c> have their hash in their name and never change.</summary>
    public static void UsePages(this WebApplication app)
    {
        var folder = Folder(app.Configuration);
        if (!Directory.Exists(folder))
        {
            return;
        }

        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PublicFiles(new PhysicalFileProvider(folder)),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "public, max-age=300",
        });
    }

    /// <summary>
    /// Every other path that looks like a page is the app; unknown paths of the API stay 404. Not a fallback endpoint: that
    /// takes any method and any content, and routing could no longer answer 405 and 415.
    /// </summary>
    public static void UseAppPages(this WebApplication app) => app.Use((context, next) =>
        context.GetEndpoint() is null && IsPage(context.Request.Path) ? context.RequestServices.GetRequiredService<PageTemplate>().ServeAsync(context) : next(context));

    private static bool IsPage(PathString path) =>
        !NotPages.Any(part => path.StartsWithSegments(part)) && !Path.GetFileName(path.Value.AsSpan()).Contains('.');

    /// <summary>Where the build put the pages: beside the assembly unless <c>Pages:Folder</c> says otherwise.</summary>
    private static string Folder(IConfiguration configuration) => configuration["Pages:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The page's template is not a file for the public: it is served with a nonce of its own each time.</summary>
    private sealed class PublicFiles(IFileProvider files) : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => subpath.TrimStart('/') is "index.html" ? new NotFoundFileInfo(subpath) : files.GetFileInfo(subpath);

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => files.Watch(filter);
    }
}
