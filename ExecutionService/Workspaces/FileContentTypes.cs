using Microsoft.AspNetCore.StaticFiles;

namespace ExecutionService.Workspaces;

/// <summary>
/// The content type under which a file of an agent is sent. Only what a browser shows without running anything keeps its own:
/// markup and scripts are text, what is not known is bytes.
/// </summary>
internal static class FileContentTypes
{
    public const string Unknown = "application/octet-stream";

    private const string PlainText = "text/plain; charset=utf-8";

    private static readonly HashSet<string> Passive = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/gzip", "application/json", "application/msword", "application/pdf", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/x-zip-compressed", "application/zip",
        "image/avif", "image/bmp", "image/gif", "image/jpeg", "image/png", "image/tiff", "image/webp", "image/x-icon",
    };

    private static readonly HashSet<string> PassiveText = new(StringComparer.OrdinalIgnoreCase) { "text/csv", "text/markdown", "text/plain", "text/tab-separated-values" };

    private static readonly FileExtensionContentTypeProvider ByExtension = Provider();

    /// <summary>The type of a file by its name.</summary>
    public static string Of(string path)
    {
        if (!ByExtension.TryGetContentType(path, out var type))
        {
            return Unknown;
        }

        if (PassiveText.Contains(type))
        {
            return $"{type}; charset=utf-8";
        }

        var passive = Passive.Contains(type)
            || type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.OrdinalIgnoreCase);
        return passive ? type : IsReadable(type) ? PlainText : Unknown;
    }

    private static bool IsReadable(string type) => type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || type.Contains("html", StringComparison.OrdinalIgnoreCase)
        || type.Contains("javascript", StringComparison.OrdinalIgnoreCase)
        || type.Contains("xml", StringComparison.OrdinalIgnoreCase);

    private static FileExtensionContentTypeProvider Provider()
    {
        var provider = new FileExtensionContentTypeProvider();
        foreach (var text in new[] { "c", "conf", "cpp", "cs", "env", "go", "h", "ini", "java", "jsonl", "jsx", "log", "mjs", "ndjson", "patch", "ps1", "py", "r", "rb", "rs", "rst", "sh", "sql", "tex", "toml", "ts", "tsx", "yaml", "yml" })
        {
            provider.Mappings[$".{text}"] = "text/plain";
        }

        provider.Mappings[".avif"] = "image/avif";
        provider.Mappings[".csv"] = "text/csv";
        provider.Mappings[".md"] = "text/markdown";
        provider.Mappings[".tsv"] = "text/tab-separated-values";
        return provider;
    }
}
