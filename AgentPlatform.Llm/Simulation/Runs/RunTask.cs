using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>What a run is about, read from the agent's instruction and the message that started it.</summary>
internal sealed partial record RunTask(string Title, string Request, ReplyLanguage Language)
{
    private const int MaxTitle = 60;

    public static RunTask From(Transcript transcript)
    {
        var instructions = transcript.Instructions.Length > 0 ? transcript.Instructions : transcript.UserText;
        var language = TextLanguage.Of(FirstLine(instructions)) ?? transcript.Language;
        var title = QuotedName().Match(instructions) is { Success: true } match ? match.Groups[1].Value : FirstLine(instructions);
        var request = QuotedRequest().Match(instructions) is { Success: true } asked ? asked.Groups[1].Value : title;
        return new RunTask(title.Length == 0 ? (language == ReplyLanguage.Korean ? "작업" : "Task") : title, request, language);
    }

    private static string FirstLine(string text)
    {
        var line = text.Split('\n').Select(item => item.Trim(' ', '#', '*', '-', '\r', '\t')).FirstOrDefault(item => item.Length > 0) ?? "";
        return Excerpt.Of(line, MaxTitle);
    }

    /// <summary>The name that the designer's prompts put in quotes.</summary>
    [GeneratedRegex(@"(?:당신은|You are the agent for)\s*[‘“]([^’”]+)[’”]")]
    private static partial Regex QuotedName();

    /// <summary>The request that the designer's prompts quote.</summary>
    [GeneratedRegex(@"(?:사용자의 요청:|The user's request:)\s*“([^”]+)”")]
    private static partial Regex QuotedRequest();
}
