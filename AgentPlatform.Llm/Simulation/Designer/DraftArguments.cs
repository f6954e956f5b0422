using AgentPlatform.Contracts.Agents;
using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Arguments of <c>draft_agent</c>.</summary>
internal static partial class DraftArguments
{
    public const string Name = "name";
    public const string Phrase = "phrase";
    public const string Schedule = "schedule";

    public static SimulatedCall For(JobRequest job) => new(
        DesignerToolNames.DraftAgent,
        new Dictionary<string, object?>
        {
            [Name] = job.Name,
            ["description"] = job.Language == ReplyLanguage.Korean ? KoreanPrompt.Description(job) : EnglishPrompt.Description(job),
            ["prompt"] = job.Language == ReplyLanguage.Korean ? KoreanPrompt.Write(job) : EnglishPrompt.Write(job),
            [Schedule] = job.Text,
            ["tools"] = Tools(job.Text),
        });

    /// <summary>The same draft with one argument changed.</summary>
    public static SimulatedCall With(ToolUse draft, string argument, string value) => new(
        DesignerToolNames.DraftAgent,
        new Dictionary<string, object?>(draft.Arguments) { [argument] = value });

    private static string[] Tools(string text) => Files().IsMatch(text)
        ? [ToolNames.Clock, ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile]
        : [ToolNames.Clock, ToolNames.WriteFile];

    [GeneratedRegex(@"파일|문서|지난\s*결과|이전|비교|변화|추적|\b(?:files?|documents?|previous|compare|changes?|track)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Files();
}
