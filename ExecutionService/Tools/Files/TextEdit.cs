using System.Text;

namespace ExecutionService.Tools.Files;

/// <summary>The outcome of an edit of a text.</summary>
/// <param name="Text">The text after it; null when nothing changes.</param>
/// <param name="Replaced">Occurrences that were replaced.</param>
/// <param name="Refusal">Why it cannot be done; null when it was done, now or before.</param>
internal readonly record struct TextEdit(string? Text, int Replaced, string? Refusal)
{
    /// <summary>
    /// Replaces a piece of a text, character by character as given (no case folding, no normalisation). Doing it again changes
    /// nothing more, because after a crash it is done again: with the old piece gone and the new one there the edit is done; an
    /// old piece inside the new one does not count as left; an edit that would leave the old piece to be found again is refused;
    /// and taking a piece out, of which no trace remains, fails the second time and changes nothing.
    /// </summary>
    public static TextEdit Apply(string text, string oldText, string newText, bool replaceAll)
    {
        if (oldText.Length == 0)
        {
            return Refused("oldText is empty; write_file writes a whole file.");
        }

        if (oldText == newText)
        {
            return Refused("oldText and newText are the same.");
        }

        var places = PlacesOf(text, oldText, newText);
        if (places.Count == 0)
        {
            return newText.Length > 0 && text.Contains(newText, StringComparison.Ordinal) ? new TextEdit(null, 0, null) : Refused($"oldText does not occur.{Hint(text, oldText)}");
        }

        if (places.Count > 1 && !replaceAll)
        {
            return Refused($"oldText occurs {places.Count} times; give more of its surroundings, or replaceAll.");
        }

        var edited = Replace(text, places, oldText.Length, newText);
        return PlacesOf(edited, oldText, newText).Count == 0 ? new TextEdit(edited, places.Count, null) : Refused("newText together with what is around it makes oldText anew; give more of its surroundings.");
    }

    /// <summary>Where the old piece occurs outside of occurrences of the new one.</summary>
    private static List<int> PlacesOf(string text, string oldText, string newText)
    {
        var covers = new Queue<int>(newText.Contains(oldText, StringComparison.Ordinal) ? OccurrencesOf(newText, text) : []);
        var places = new List<int>();
        foreach (var place in OccurrencesOf(oldText, text))
        {
            while (covers.TryPeek(out var passed) && passed + newText.Length <= place)
            {
                covers.Dequeue();
            }

            if (!(covers.TryPeek(out var cover) && cover <= place && place + oldText.Length <= cover + newText.Length))
            {
                places.Add(place);
            }
        }

        return places;
    }

    /// <summary>Where a piece begins in a text, from the left and without overlaps.</summary>
    private static IEnumerable<int> OccurrencesOf(string piece, string text)
    {
        for (var at = text.IndexOf(piece, StringComparison.Ordinal); at >= 0; at = text.IndexOf(piece, at + piece.Length, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    private static string Replace(string text, List<int> places, int length, string newText)
    {
        var edited = new StringBuilder(text.Length + (places.Count * (newText.Length - length)));
        var done = 0;
        foreach (var place in places)
        {
            edited.Append(text, done, place - done).Append(newText);
            done = place + length;
        }

        return edited.Append(text, done, text.Length - done).ToString();
    }

    private static string Hint(string text, string oldText) =>
        oldText.Contains('\n') && !oldText.Contains('\r') && text.Contains("\r\n", StringComparison.Ordinal) ? " The lines of the file end with \\r\\n."
        : text.Normalize().Contains(oldText.Normalize(), StringComparison.Ordinal) ? " It occurs in another Unicode normal form (NFC or NFD): read the file and copy from it."
        : "";

    private static TextEdit Refused(string why) => new(null, 0, why);
}
