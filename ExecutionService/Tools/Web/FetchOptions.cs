using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Tools.Web;

/// <summary>Limits of the <c>fetch_url</c> tool.</summary>
public sealed class FetchOptions
{
    public const string Section = "Fetch";

    /// <summary>Bytes of one page, unpacked. Default 5 MiB.</summary>
    [Range(1_024, 100_000_000)]
    public int MaxBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>Redirects that are followed. Default 5.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Seconds for one page with its redirects. Default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds for making text of a page's HTML. Default 5.</summary>
    [Range(1, 60)]
    public int ParseSeconds { get; set; } = 5;

    /// <summary>Characters that are answered unless the call says otherwise. Default 20,000.</summary>
    [Range(100, 60_000)]
    public int DefaultCharacters { get; set; } = 20_000;
}
