using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionService.Tools.Web;

/// <summary>Turns the bytes of a page into text by the character set that they say they are in.</summary>
internal static partial class PageCharset
{
    /// <summary>Bytes at the beginning of a page in which it may name its character set.</summary>
    private const int Beginning = 1_024;

    /// <summary>The text; a byte order mark wins over the head's character set, that over the page's own, and UTF-8 is the rest.</summary>
    public static string Decode(byte[] bytes, string? named)
    {
        var encoding = Find(named) ?? Find(Declared().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, Beginning))).Groups[1].Value) ?? Encoding.UTF8;
        using var reader = new StreamReader(new MemoryStream(bytes), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static Encoding? Find(string? name)
    {
        try
        {
            return name?.Trim().Trim('"', '\'').ToLowerInvariant() switch
            {
                null or "" => null,
                // Browsers read all of Korea's names as Windows' superset, and so pages are written.
                "euc-kr" or "euckr" or "cp949" or "ks_c_5601-1987" or "ks_c_5601-1989" or "ksc5601" or "ksc_5601" or "uhc" or "windows-949" => CodePagesEncodingProvider.Instance.GetEncoding(949),
                var other => CodePagesEncodingProvider.Instance.GetEncoding(other) ?? Encoding.GetEncoding(other),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // Nobody knows that name, or it is UTF-7, which is not read.
            return null;
        }
    }

    [GeneratedRegex("(?:charset|encoding)\\s*=\\s*[\"']?([A-Za-z0-9_.:-]{2,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declared();
}
