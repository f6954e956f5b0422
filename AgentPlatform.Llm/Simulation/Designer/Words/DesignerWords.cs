namespace AgentPlatform.Llm.Simulation;

/// <summary>Everything that the designer says, in one language.</summary>
internal abstract class DesignerWords
{
    public abstract string SimulatedNote { get; }

    public abstract string Help { get; }

    public abstract string HelpWithDraft { get; }

    public abstract string Drafting { get; }

    public abstract string Scheduling { get; }

    public abstract string Listing { get; }

    public abstract string Saving { get; }

    public abstract string Testing { get; }

    public abstract string NothingYet { get; }

    public abstract string HowToActivate { get; }

    public abstract string Saved { get; }

    public abstract string TestStarted { get; }

    public abstract string WaitingForChoice { get; }

    public abstract string Done { get; }

    public abstract string NoAgents { get; }

    public abstract string ScheduleUnclear { get; }

    public abstract string WhichSchedule { get; }

    public abstract IReadOnlyList<string> ScheduleExamples { get; }

    public static DesignerWords In(ReplyLanguage language) =>
        language == ReplyLanguage.Korean ? KoreanDesignerWords.Instance : EnglishDesignerWords.Instance;

    public abstract string DraftingNamed(string name);

    public abstract string Drafted(string name, string? schedule);

    public abstract string Rescheduled(string? schedule);

    public abstract string Failed(string error);

    public abstract string AgentCount(int count);

    public abstract string Status(string status);
}
