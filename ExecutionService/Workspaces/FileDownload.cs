using System.Globalization;
using ExecutionService.Workspaces.Files;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ExecutionService.Workspaces;

/// <summary>Sends a file that an agent made, to be saved: nothing in it runs in the platform's origin, whoever opens its address.</summary>
internal static class FileDownload
{
    /// <summary>The file as an answer; ranges of it and conditions on it are honoured.</summary>
    public static FileStreamHttpResult Of(HttpContext context, FileStream file, in FileStatus status, string path)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{status.ModifiedAt.UtcTicks:x}-{status.Size:x}\"");
        return TypedResults.Stream(file, FileContentTypes.Of(path), path[(path.LastIndexOf('/') + 1)..], status.ModifiedAt, new EntityTagHeaderValue(tag), enableRangeProcessing: true);
    }
}
