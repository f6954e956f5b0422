namespace AgentPlatform.Llm.Simulation;

/// <summary>Plays the designer: reads the last message, or goes on after a tool's result.</summary>
internal static class DesignerRules
{
    public static SimulatedAnswer Answer(Transcript transcript)
    {
        var words = DesignerWords.In(transcript.Language);
        if (transcript.UsesOfTurn is [.., var last])
        {
            return AfterTool.Answer(transcript, last, words);
        }

        var answer = First(transcript, words);
        return transcript.IsFirstAnswer ? answer with { Text = $"{words.SimulatedNote}\n\n{answer.Text}" } : answer;
    }

    private static SimulatedAnswer First(Transcript transcript, DesignerWords words)
    {
        var text = transcript.UserText;
        var draft = transcript.LastUse(DesignerToolNames.DraftAgent);
        return DesignerIntents.Of(text, transcript.Language, draft is not null) switch
        {
            DesignerIntent.ChangeSchedule => ChangeSchedule(transcript, draft!, words),
            DesignerIntent.QualifySchedule => new(words.Scheduling, DraftArguments.With(draft!, DraftArguments.Schedule, $"{ScheduleFollowUp.WordsOf(transcript, draft!).TrimEnd('.')}. {text}")),
            DesignerIntent.RemoveSchedule => new(words.Scheduling, DraftArguments.With(draft!, DraftArguments.Schedule, "")),
            DesignerIntent.Job => Draft(JobRequest.From(text, transcript.Language), words),
            DesignerIntent.ListAgents => Call(transcript, DesignerToolNames.ListAgents, words.Listing, words),
            DesignerIntent.Rename => new(words.Drafting, DraftArguments.With(draft!, DraftArguments.Name, DesignerIntents.NewName(text))),
            DesignerIntent.Activate => new(draft is null ? words.NothingYet : words.HowToActivate),
            DesignerIntent.Save => draft is null ? new(words.NothingYet) : Call(transcript, DesignerToolNames.SaveAgent, words.Saving, words),
            DesignerIntent.Test => draft is null ? new(words.NothingYet) : Call(transcript, DesignerToolNames.TestRun, words.Testing, words),
            _ => new(draft is null ? words.Help : words.HelpWithDraft),
        };
    }

    private static SimulatedAnswer Draft(JobRequest job, DesignerWords words) => new(words.DraftingNamed(job.Name), DraftArguments.For(job));

    /// <summary>A draft that was refused for its schedule is drafted anew with the new words; a good one is only moved.</summary>
    private static SimulatedAnswer ChangeSchedule(Transcript transcript, ToolUse draft, DesignerWords words) =>
        draft.Answer?.Error is not null || !transcript.Tools.Contains(DesignerToolNames.SetSchedule)
            ? new(words.Scheduling, DraftArguments.With(draft, DraftArguments.Schedule, transcript.UserText))
            : new(words.Scheduling, new SimulatedCall(DesignerToolNames.SetSchedule, new() { [DraftArguments.Phrase] = ScheduleRequest.TimeOf(transcript.UserText) }));

    private static SimulatedAnswer Call(Transcript transcript, string tool, string text, DesignerWords words) =>
        transcript.Tools.Contains(tool) ? new(text, new SimulatedCall(tool, [])) : new(words.HelpWithDraft);
}
