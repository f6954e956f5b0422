using AgentPlatform.Contracts.Agents;

namespace AgentPlatform.Llm.Simulation;

/// <summary>Plays the run of an agent: looks at the clock, writes a report, says what it did.</summary>
internal static class RunRules
{
    private const string ReportPath = "out/report.md";

    public static SimulatedAnswer Answer(Transcript transcript)
    {
        var task = RunTask.From(transcript);
        var uses = transcript.UsesOfTurn;
        if (Due(transcript, uses, ToolNames.Clock))
        {
            return new(task.Language == ReplyLanguage.Korean ? "먼저 지금 시각을 확인하겠습니다." : "First, the current time.", new SimulatedCall(ToolNames.Clock, []));
        }

        var clock = uses.FirstOrDefault(use => use.Name == ToolNames.Clock)?.Answer;
        var report = RunReport.Write(task, clock?.Error is null ? clock : null);
        if (Due(transcript, uses, ToolNames.WriteFile))
        {
            return new(
                task.Language == ReplyLanguage.Korean ? "결과를 파일로 저장하겠습니다." : "Now I save the result as a file.",
                new SimulatedCall(ToolNames.WriteFile, new() { ["path"] = ReportPath, ["content"] = report }));
        }

        return uses.FirstOrDefault(use => use.Name == ToolNames.WriteFile) is { } written
            ? new($"{report}\n\n{Saved(task.Language, written.Answer?.Error)}")
            : new(report);
    }

    private static bool Due(Transcript transcript, IReadOnlyList<ToolUse> uses, string tool) =>
        transcript.Tools.Contains(tool) && !uses.Any(use => use.Name == tool);

    private static string Saved(ReplyLanguage language, string? error) => (language, error) switch
    {
        (ReplyLanguage.Korean, null) => $"이 내용을 `{ReportPath}`에 저장했습니다.",
        (ReplyLanguage.Korean, _) => $"파일로 저장하지는 못했습니다: {error}",
        (_, null) => $"The same content is saved as `{ReportPath}`.",
        _ => $"It could not be saved as a file: {error}",
    };
}
