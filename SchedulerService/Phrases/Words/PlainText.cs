using System.Globalization;
using System.Text;

namespace SchedulerService.Phrases.Words;

/// <summary>Text in composed form (macOS sends Hangul in pieces), with the digits of any script made plain and without characters that nobody sees.</summary>
internal static class PlainText
{
    private const int ZeroWidthJoiner = 0x200D;

    public static string Of(string text)
    {
        var (plain, inWord) = (new StringBuilder(text.Length), false);

        foreach (var rune in text.EnumerateRunes())
        {
            // Joiners hold emoji together; inside words they are only there unseen.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && (inWord || rune.Value != ZeroWidthJoiner))
            {
                continue;
            }

            inWord = Rune.IsLetterOrDigit(rune);

            if (Rune.IsDigit(rune))
            {
                plain.Append((int)Rune.GetNumericValue(rune));
            }
            else
            {
                plain.Append(rune.Value switch { >= '！' and <= '～' => new Rune(rune.Value - 0xFEE0), '’' => new Rune('\''), _ => rune });
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormC);
    }
}
