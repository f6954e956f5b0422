using System.Text;

namespace ChatService.Turns;

/// <summary>
/// Fits a repeated model answer to the beginning of it that was said before an interruption. The text of a call stands
/// <paramref name="below"/> that of earlier calls of the same answer, after a break. Pure.
/// </summary>
internal sealed class Resumption(string said, bool below)
{
    private const string Break = "\n\n";

    private readonly StringBuilder _again = new();
    private bool _open = said.Length == 0;
    private bool _begun = !below;

    /// <summary>What of the next piece of text is to be said; empty while it repeats what was said.</summary>
    public string Next(string text)
    {
        if (text.Length > 0 && !_begun)
        {
            _begun = true;
            text = Break + text;
        }

        if (_open || text.Length == 0)
        {
            return text;
        }

        _again.Append(text);
        if (_again.Length < said.Length)
        {
            return "";
        }

        _open = true;
        var whole = _again.ToString();
        return whole.StartsWith(said, StringComparison.Ordinal) ? whole[said.Length..] : Below(whole);
    }

    /// <summary>What is to be said when the answer ended before it was as long as what was said.</summary>
    public string Rest()
    {
        if (_open || _again.Length == 0)
        {
            return "";
        }

        _open = true;
        var whole = _again.ToString();
        return said.StartsWith(whole, StringComparison.Ordinal) ? "" : Below(whole);
    }

    private static string Below(string whole) => whole.StartsWith(Break, StringComparison.Ordinal) ? whole : Break + whole;
}
