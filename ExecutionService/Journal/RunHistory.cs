using AgentPlatform.Contracts.Executions;
using AgentPlatform.Llm;
using AgentPlatform.ServiceDefaults.Logs;
using ExecutionService.Budgets;
using Microsoft.Extensions.AI;

namespace ExecutionService.Journal;

/// <summary>What a journal says has happened: the steps, what the completed ones added to the conversation, and what people decided.</summary>
internal sealed class RunHistory
{
    private readonly SortedDictionary<int, ExecutionStep> _steps = [];
    private readonly SortedDictionary<int, IList<ChatMessage>> _added = [];
    private readonly Dictionary<int, int> _compactions = [];
    private readonly Dictionary<int, BudgetHold> _holds = [];
    private readonly Dictionary<int, long> _received = [];
    private readonly Dictionary<int, ApprovalQuestion> _questions = [];
    private readonly Dictionary<int, ApprovalAnswer> _answers = [];
    private readonly Dictionary<int, int> _begunAt = [];
    private readonly Dictionary<int, int> _askedAt = [];
    private int _notes;

    /// <summary>The index of the next new step.</summary>
    public int NextIndex => _steps.Count == 0 ? 0 : _steps.Keys.Last() + 1;

    /// <summary>Completed model calls.</summary>
    public int ModelCalls => _steps.Values.Count(IsCompletedModel);

    /// <summary>Answers that were sent back because they were not the document that the agent asks for.</summary>
    public int Corrections => _added.Values.Count(messages => messages.Count > 1 && messages[^1].Role == ChatRole.User);

    /// <summary>The messages of all completed steps, in order; those before a compaction are replaced by what it made of them.</summary>
    public IEnumerable<ChatMessage> Messages
    {
        get
        {
            var through = _compactions.Count == 0 ? -1 : _compactions.Values.Max();
            return _added.Where(step => step.Key > through).SelectMany(step => step.Value);
        }
    }

    /// <summary>The first step; null before it.</summary>
    public ExecutionStep? FirstStep => _steps.Count == 0 ? null : _steps.Values.First();

    /// <summary>The messages of the newest completed model call that was to do the job, not to shorten the conversation; null before the first.</summary>
    public IList<ChatMessage>? LastAnswer => NewestModel() is { } step ? _added[step.Index] : null;

    /// <summary>Tool calls of the newest answer that have no result yet, with the step that was opened for each.</summary>
    public IReadOnlyList<OpenToolCall> OpenToolCalls
    {
        get
        {
            if (NewestModel() is not { } model)
            {
                return [];
            }

            var calls = CallsOf(_added[model.Index]);
            return [.. calls.Select((call, n) => new OpenToolCall(call, _steps[model.Index + 1 + n], this)).Where(open => !_added.ContainsKey(open.Step.Index))];
        }
    }

    /// <summary>A step without an outcome that is not a tool call: a model call that was interrupted.</summary>
    public ExecutionStep? InterruptedModelStep => _steps.Values.LastOrDefault() is { Kind: StepKind.Model } last && !_added.ContainsKey(last.Index) ? last : null;

    /// <summary>Steps that have not ended.</summary>
    public IEnumerable<ExecutionStep> OpenSteps => _steps.Values.Where(step => step.EndTime is null);

    /// <summary>Approval steps that nobody has decided.</summary>
    public IReadOnlyList<ExecutionStep> OpenApprovals => [.. _questions.Keys.Where(index => !_answers.ContainsKey(index)).Select(index => _steps[index])];

    public static async Task<RunHistory> ReadAsync(AppendLog log, CancellationToken cancellationToken)
    {
        var history = new RunHistory();
        await foreach (var batch in log.ReadAsync(0, cancellationToken))
        {
            history.Apply(batch);
        }

        return history;
    }

    /// <summary>Takes in what was appended together.</summary>
    public void Apply(LogBatch batch) => Apply(batch.Entries, batch.Notes.Select(JournalNote.Read));

    /// <summary>Takes in what was appended together.</summary>
    public void Apply(IEnumerable<string> entries, IEnumerable<JournalNote> notes)
    {
        foreach (var entry in entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.StepType))
        {
            Add(JournalEvents.ReadStep(entry));
        }

        foreach (var entry in entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.DeltaType))
        {
            var (index, text) = JournalEvents.ReadDelta(entry);
            _received[index] = _received.GetValueOrDefault(index) + TokenEstimator.OfText(text);
        }

        foreach (var note in notes)
        {
            // As a successor reads it: whoever goes on sends the same prompts.
            Apply(JournalNote.Read(note.Write()));
        }
    }

    public void Add(ExecutionStep step) => _steps[step.Index] = step;

    /// <summary>Takes in one note.</summary>
    public void Apply(JournalNote note)
    {
        _notes++;
        if (note.Messages is { } messages)
        {
            _added[note.StepIndex] = StoredMessages.Read(messages);
            _holds.Remove(note.StepIndex);
        }

        if (note.CompactsThrough is { } through)
        {
            _compactions[note.StepIndex] = through;
        }

        if (note.Hold is { } hold)
        {
            _holds[note.StepIndex] = hold;
            _received[note.StepIndex] = 0;
        }

        if (note.Question is { } question)
        {
            _questions[note.StepIndex] = question;
            _askedAt[question.ToolStep] = _notes;
        }

        if (note.Answer is { } answer)
        {
            _answers[note.StepIndex] = answer;
        }

        if (note.Begun)
        {
            _begunAt[note.StepIndex] = _notes;
        }
    }

    /// <summary>The call that the model asked for in the answer to which the tool step <paramref name="index"/> belongs; null when it belongs to none.</summary>
    public FunctionCallContent? AskedFor(int index) => _steps.Values.LastOrDefault(step => step.Index < index && IsCompletedModel(step)) is { } model
        ? CallsOf(_added[model.Index]).ElementAtOrDefault(index - model.Index - 1)
        : null;

    /// <summary>Tokens that are held for a step; null when none are.</summary>
    public BudgetHold? HoldOf(int stepIndex) => _holds.GetValueOrDefault(stepIndex) is { AllTokens: > 0 } hold ? hold : null;

    /// <summary>
    /// What a step holds for calls that were cut off, and the tokens that were lost with them as far as the journal knows: their
    /// prompts, and what had been received of an answer.
    /// </summary>
    public IReadOnlyList<(BudgetHold Hold, long Lost)> AbandonedOf(int stepIndex)
    {
        var received = _received.GetValueOrDefault(stepIndex);
        var holds = HoldOf(stepIndex)?.ByDay().Where(hold => hold.Tokens > 0) ?? [];
        return [.. holds.Select((hold, index) => (hold, Math.Min(hold.Tokens, hold.InputTokens + (index == 0 ? received : 0))))];
    }

    /// <summary>What the open approval step <paramref name="index"/> asks; null when there is none.</summary>
    public ApprovalQuestion? QuestionOf(int index) => _questions.GetValueOrDefault(index);

    /// <summary>What was decided about the approval step <paramref name="index"/>; null when nobody has.</summary>
    public ApprovalAnswer? AnswerOf(int index) => _answers.GetValueOrDefault(index);

    public static IReadOnlyList<FunctionCallContent> CallsOf(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    /// <summary>Whether a tool call was begun, and nobody has been asked about it since.</summary>
    internal bool WasBegun(int toolStep) => _begunAt.TryGetValue(toolStep, out var begun) && begun > _askedAt.GetValueOrDefault(toolStep);

    /// <summary>The newest question about a tool call, with its answer.</summary>
    internal (int Index, ApprovalQuestion Question, ApprovalAnswer? Answer)? NewestQuestion(int toolStep) =>
        _questions.Where(question => question.Value.ToolStep == toolStep).Select(question => (question.Key, question.Value, _answers.GetValueOrDefault(question.Key))).OrderBy(question => question.Key).Cast<(int, ApprovalQuestion, ApprovalAnswer?)?>().LastOrDefault();

    private bool IsCompletedModel(ExecutionStep step) => step.Kind == StepKind.Model && _added.ContainsKey(step.Index);

    private ExecutionStep? NewestModel() => _steps.Values.LastOrDefault(step => IsCompletedModel(step) && !_compactions.ContainsKey(step.Index));
}
