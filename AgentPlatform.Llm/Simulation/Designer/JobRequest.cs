using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>A job as the user described it, taken apart as far as plain rules can.</summary>
/// <param name="Text">The user's whole message, on one line.</param>
/// <param name="Task">The sentence that describes the job, without words of time.</param>
/// <param name="Name">A short name.</param>
/// <param name="Language">Language of the message, and so of the agent.</param>
internal sealed partial record JobRequest(string Text, string Task, string Name, ReplyLanguage Language)
{
    public static JobRequest From(string text, ReplyLanguage language)
    {
        var line = Lines().Replace(text.Trim(), " ");
        var sentence = MainSentence(line, language);
        return language == ReplyLanguage.Korean
            ? new JobRequest(line, KoreanTimeWords.Remove(sentence), KoreanName.Of(sentence), language)
            : new JobRequest(line, EnglishTimeWords.Remove(sentence), EnglishName.Of(sentence), language);
    }

    private static string MainSentence(string text, ReplyLanguage language)
    {
        var sentences = Sentences().Split(HalfDay().Replace(text, "$1m")).Where(sentence => sentence.Trim().Length > 0).ToList();
        return sentences.Count switch
        {
            0 => text,
            1 => sentences[0],
            _ => sentences.Find(sentence => HasTime(sentence) && !IsOnlyTime(sentence, language))
                ?? sentences.Find(sentence => DesignerIntents.AsksForWork(sentence, language))
                ?? sentences[0],
        };
    }

    /// <summary>True when any words of time were found.</summary>
    public static bool HasTime(string text) => KoreanTimeWords.Contains(text) || EnglishTimeWords.Contains(text);

    /// <summary>True for an answer like "매일 오전 9시에" or "weekdays at 8am", which names no job.</summary>
    public static bool IsOnlyTime(string text, ReplyLanguage language)
    {
        if (!HasTime(text))
        {
            return false;
        }

        var rest = language == ReplyLanguage.Korean ? KoreanTimeWords.Remove(text) : EnglishTimeWords.Remove(text);
        return Filler().Replace(rest, "").Length == 0;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Lines();

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\b([ap])\.\s?m\.?(?=\W|$)", RegexOptions.IgnoreCase)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"[\s.,!?~]|해\s*줘요?|해\s*주세요|으로|로|바꿔\s*줘?|바꿔\s*주세요|변경|수정|실행|돌려\s*줘?|스케줄|일정|시간|을|를|은|좋아|부탁해|please|change|it|to|make|run|set|schedule|the|instead|reschedule|move|switch|for", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();
}
