namespace AgentPlatform.Llm.Simulation;

/// <summary>The designer in English.</summary>
internal sealed class EnglishDesignerWords : DesignerWords
{
    public static readonly EnglishDesignerWords Instance = new();

    public override string SimulatedNote => "*(You are talking to the simulated model, which answers by fixed rules.)*";

    public override string Help => """
        Hello! Describe a job that comes back regularly, and I will make an agent that does it on schedule.

        For example:

        - “Summarize the stock market every Monday at 8am”
        - “Collect today's AI news daily at 6pm”

        To see the agents you have, say “list my agents”.
        """;

    public override string HelpWithDraft => "The draft is still there. Say “change it to daily at 9am” for another schedule, “rename it to Morning news” for another name, “test it” for a trial run, or “save” to keep it.";

    public override string Drafting => "Let me change the draft.";

    public override string Scheduling => "Let me change the schedule.";

    public override string Listing => "Let me look up your agents.";

    public override string Saving => "Let me save the draft.";

    public override string Testing => "Let me run the draft once.";

    public override string NothingYet => "There is no draft yet. Tell me first what should be done and when, for example “Tell me the weather every morning at 7”.";

    public override string HowToActivate => "Press **Activate** on the card: it saves the agent and starts its schedule in one go.";

    public override string Saved => "Saved. It does not run yet: press **Activate** on the card when you are ready.";

    public override string TestStarted => "The test run has started. Its progress and result appear on the card.";

    public override string WaitingForChoice => "Choose one of the options above, or write the time you want.";

    public override string Done => "Done.";

    public override string NoAgents => "You have no agents yet. Say something like “Summarize the stock market every Monday at 8am” and I will make one.";

    public override string ScheduleUnclear => "I did not quite understand when it should run.";

    public override string WhichSchedule => "When should it run?";

    public override IReadOnlyList<string> ScheduleExamples => ["every day at 9am", "every weekday at 8am", "every Monday at 8am"];

    public override string DraftingNamed(string name) => $"Let me draft an agent called “{name}”.";

    public override string Drafted(string name, string? schedule) =>
        $"I drafted the agent **{name}**. "
        + (schedule is null ? "It has no schedule yet: tell me when to run it, such as “every day at 9am”. " : $"Its schedule: **{schedule}**. ")
        + "The instruction covers role, goal, steps and output format. On the card below you can **test** it, **save** it, or **activate** it right away.";

    public override string Rescheduled(string? schedule) => schedule is null
        ? "The schedule is changed; see the card."
        : $"The schedule is now: **{schedule}**. The card shows the next runs.";

    public override string Failed(string error) => $"That did not work: {error}";

    public override string AgentCount(int count) => count == 1 ? "You have one agent." : $"You have {count} agents.";

    public override string Status(string status) => status;
}
