using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Input;

namespace SchedulerService.Tests.Phrases;

/// <summary>The phrases of korean.txt and english.txt, one row each.</summary>
public static class PhraseCorpus
{
    public static readonly DateTime Now = new(2026, 11, 22, 14, 0, 30);

    public static IEnumerable<TheoryDataRow<string, string, string>> Accepted() =>
        Rows().Where(row => !row.Expected.StartsWith('!')).Select(row => new TheoryDataRow<string, string, string>(row.Phrase, row.Expected, row.Sentence));

    public static IEnumerable<TheoryDataRow<string, string>> Refused() =>
        Rows().Where(row => row.Expected.StartsWith('!')).Select(row => new TheoryDataRow<string, string>(row.Phrase, row.Expected[1..]));

    public static IReadOnlyList<(string Phrase, string Expected, string Sentence)> Rows() => [.. Rows("korean"), .. Rows("english")];

    /// <summary>The refusal of a phrase in Seoul: by its words, or by what they come to.</summary>
    internal static PhraseRefusal Refusal(string phrase) =>
        Assert.IsType<ScheduleResolution.Refused>(ScheduleRules.Resolve(new() { Phrase = phrase }, "Asia/Seoul", new(Now, TimeSpan.FromHours(9)))).Refusal;

    public static IEnumerable<(string Phrase, string Expected, string Sentence)> Rows(string language)
    {
        using var stream = typeof(PhraseCorpus).Assembly.GetManifestResourceStream($"SchedulerService.Tests.Phrases.{language}.txt")!;
        using var reader = new StreamReader(stream);

        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            var cells = line.Split('|');
            yield return (cells[0].TrimEnd(' '), cells[1].Trim(), cells.ElementAtOrDefault(2)?.Trim() ?? "");
        }
    }
}
