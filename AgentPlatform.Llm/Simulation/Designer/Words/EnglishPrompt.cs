namespace AgentPlatform.Llm.Simulation;

/// <summary>Writes the instruction of an agent in English.</summary>
internal static class EnglishPrompt
{
    public static string Description(JobRequest job) => $"Does “{job.Name}” on schedule and writes up the result.";

    public static string Write(JobRequest job)
    {
        var kind = JobKinds.Of(job.Task);
        return $"""
            ## Role
            You are the agent for “{job.Name}”. Nobody can answer questions during a run: state an assumption and go on.

            ## Goal
            The user's request: “{job.Task}”
            Complete it from start to finish in every run.

            ## Steps
            1. Call `clock` for the current date and time and take it as the reference.
            {Steps(kind)}
            4. Save the result with `write_file` as `out/report.md`.
            5. Give the same content, concisely, as your final answer.

            ## Output format
            - Markdown, in English.
            - Title with the reference date first, then the three most important points.
            - {Body(kind)}
            - Never guess: mark what you could not verify as “to be verified”.
            """;
    }

    private static string Steps(JobKind kind) => kind switch
    {
        JobKind.Ideas => "2. Think of several candidates that do not overlap.\n3. Choose the most useful ones and give one line of reasoning for each.",
        JobKind.Reminder => "2. Establish what has to be remembered, by whom and when.\n3. Say it in one short sentence that can be acted on at once.",
        JobKind.Report => "2. Gather the material at hand, with source and date.\n3. Compare figures and changes, and explain what they mean and why.",
        JobKind.Summary => "2. Collect the newest content on the subject and rank it by importance.\n3. Remove duplicates and summarise each item in two or three sentences.",
        JobKind.Translation => "2. Understand the meaning and tone of the source and settle the terminology.\n3. Translate naturally and check that nothing is missing.",
        JobKind.Watch => "2. Check the present state and compare it with the last result, if there is one.\n3. Lead with what changed and by how much; if nothing did, say so.",
        _ => "2. Break the request into small steps and check what is needed for each.\n3. Work through them, verifying each result.",
    };

    private static string Body(JobKind kind) => kind switch
    {
        JobKind.Ideas => "Body: a numbered list with the idea and its reason.",
        JobKind.Reminder => "Body: a checklist.",
        JobKind.Report => "Body: one table and a commentary.",
        JobKind.Translation => "Body: source paragraph and translated paragraph in turn.",
        JobKind.Watch => "Body: “Changes”, “Current state”, “Watch next”, in this order.",
        _ => "Body: short headings with bullet points.",
    };
}
