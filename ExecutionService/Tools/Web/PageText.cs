using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ExecutionService.Tools.Web;

/// <summary>A web page as text to read: headings, lists, tables and links stay, what is for browsers goes.</summary>
internal sealed class PageText
{
    /// <summary>Elements within others; deeper ones are put beside.</summary>
    private const int MaxDepth = 256;

    /// <summary>Characters of HTML that are read, and of text that are made of it: elements and absolute links take more room than their letters.</summary>
    private const int MaxHtmlCharacters = 2_000_000;
    private const int MaxTextCharacters = 500_000;

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "BODY", "DD", "DETAILS", "DIV", "DL", "DT", "FIELDSET", "FIGCAPTION", "FIGURE", "FOOTER", "FORM", "H1", "H2", "H3", "H4", "H5", "H6", "HEADER", "HR", "LI", "MAIN",
        "NAV", "OL", "P", "PRE", "SECTION", "SUMMARY", "TABLE", "TR", "UL",
    };

    private static readonly HashSet<string> Unread = new(StringComparer.OrdinalIgnoreCase) { "AUDIO", "BUTTON", "CANVAS", "HEAD", "IFRAME", "MATH", "NOSCRIPT", "OBJECT", "SCRIPT", "SELECT", "STYLE", "SVG", "TEMPLATE", "TEXTAREA", "VIDEO" };

    private readonly StringBuilder _text = new();
    private readonly Uri _address;
    private int _preformatted;

    private PageText(Uri address) => _address = address;

    /// <summary>The page's text; links are absolute.</summary>
    /// <exception cref="ToolException">Reading it takes too long.</exception>
    public static string Of(string html, Uri address, TimeSpan patience, TimeProvider clock)
    {
        // The mark says that it is UTF-8 now, whatever the page says that it was. The parser reads piece by piece.
        using var stream = new PatientStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(AgentPlatform.Llm.Excerpt.Cut(html, MaxHtmlCharacters))], patience, clock);
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = false, MaximumDepth = MaxDepth }).ParseDocument(stream);
        var page = new PageText(address);
        var title = Collapse(document.QuerySelector("title")?.TextContent ?? "");
        page.Walk(document.Body);
        var text = page._text.ToString().Trim();
        return title.Length == 0 || text.StartsWith($"# {title}", StringComparison.Ordinal) ? text : $"{title}\n\n{text}".Trim();
    }

    /// <summary>Without recursion: how deep a page is, is its author's choice.</summary>
    private void Walk(INode? root)
    {
        for (var node = root; node is not null;)
        {
            if (Enter(node) && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            while (true)
            {
                Leave(node);
                if (node == root || _text.Length > MaxTextCharacters)
                {
                    return;
                }

                if (node.NextSibling is { } next)
                {
                    node = next;
                    break;
                }

                node = node.Parent!;
            }
        }
    }

    /// <summary>False when what is inside is not read.</summary>
    private bool Enter(INode node)
    {
        if (node is IText text)
        {
            Append(text.Data);
            return false;
        }

        if (node is not IElement element || Unread.Contains(element.TagName) || element.HasAttribute("hidden"))
        {
            return false;
        }

        if (Blocks.Contains(element.TagName))
        {
            Break(element.TagName is "LI" or "TR" or "DT" or "DD" ? 1 : 2);
        }

        switch (element.TagName)
        {
            case "H1" or "H2" or "H3" or "H4" or "H5" or "H6":
                _text.Append('#', element.TagName[1] - '0').Append(' ');
                break;
            case "LI":
                _text.Append("- ");
                break;
            case "BR":
                Break(1);
                break;
            case "TD" or "TH" when element.PreviousElementSibling is not null:
                _text.Append(" | ");
                break;
            case "IMG" when element.GetAttribute("alt") is { Length: > 0 } alt:
                Append(alt);
                break;
            case "A" when LinkOf(element) is not null:
                _text.Append('[');
                break;
            case "PRE":
                _preformatted++;
                break;
        }

        return true;
    }

    private void Leave(INode node)
    {
        if (node is not IElement element || Unread.Contains(element.TagName) || element.HasAttribute("hidden"))
        {
            return;
        }

        switch (element.TagName)
        {
            case "A" when LinkOf(element) is { } link:
                CloseLink(link);
                break;
            case "PRE":
                _preformatted--;
                break;
        }

        if (Blocks.Contains(element.TagName))
        {
            Break(element.TagName is "LI" or "TR" or "DT" or "DD" ? 1 : 2);
        }
    }

    private Uri? LinkOf(IElement element) =>
        element.GetAttribute("href") is { Length: > 0 } href && href[0] != '#' && Uri.TryCreate(_address, href, out var link) && link.Scheme is "https" or "http" or "mailto" ? link : null;

    private void CloseLink(Uri link)
    {
        if (_text.Length > 0 && _text[^1] == '[')
        {
            _text.Length--;
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"]({link.AbsoluteUri})");
    }

    private void Append(string text)
    {
        if (_preformatted > 0)
        {
            _text.Append(text);
            return;
        }

        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                _text.Append(character);
            }
            else if (_text.Length > 0 && !char.IsWhiteSpace(_text[^1]) && _text[^1] != '[')
            {
                _text.Append(' ');
            }
        }
    }

    /// <summary>So many line breaks, counting those that are there.</summary>
    private void Break(int lines)
    {
        while (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
        }

        var there = 0;
        while (there < lines && there < _text.Length && _text[^(there + 1)] == '\n')
        {
            there++;
        }

        _text.Append('\n', _text.Length == 0 ? 0 : lines - there);
    }

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
