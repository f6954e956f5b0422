using AgentPlatform.Contracts.Executions;
using AgentPlatform.ServiceDefaults.Logs;
using Microsoft.Extensions.AI;

namespace ExecutionService.Journal;

/// <summary>What a journal says has happened: the steps, and what the completed ones added to the conversation.</summary>
internal sealed class RunHistory
{
    private readonly SortedDictionary<int, ExecutionStep> _steps = [];
    private readonly SortedDictionary<int, IList<ChatMessage>> _added = [];

    /// <summary>The index of the next new step.</summary>
    public int NextIndex => _steps.Count == 0 ? 0 : _steps.Keys.Last() + 1;

    /// <summary>Completed model calls.</summary>
    public int ModelCalls => _steps.Values.Count(step => step.Kind == StepKind.Model && _added.ContainsKey(step.Index));

    /// <summary>The messages of all completed steps, in order.</summary>
    public IEnumerable<ChatMessage> Messages => _added.Values.SelectMany(messages => messages);

    /// <summary>The messages of the newest completed model call; null before the first.</summary>
    public IList<ChatMessage>? LastAnswer => _steps.Values.LastOrDefault(step => step.Kind == StepKind.Model && _added.ContainsKey(step.Index)) is { } step ? _added[step.Index] : null;

    /// <summary>Tool calls of the newest answer that have no result yet, with the step that was opened for each.</summary>
    public IReadOnlyList<(FunctionCallContent Call, ExecutionStep Step)> OpenToolCalls
    {
        get
        {
            var model = _steps.Values.LastOrDefault(step => step.Kind == StepKind.Model && _added.ContainsKey(step.Index));
            if (model is null)
            {
                return [];
            }

            var calls = CallsOf(_added[model.Index]);
            return [.. calls.Select((call, n) => (Call: call, Step: _steps[model.Index + 1 + n])).Where(open => !_added.ContainsKey(open.Step.Index))];
        }
    }

    /// <summary>A step without an outcome that is not a tool call: a model call that was interrupted.</summary>
    public ExecutionStep? InterruptedModelStep => _steps.Values.LastOrDefault() is { Kind: StepKind.Model } last && !_added.ContainsKey(last.Index) ? last : null;

    /// <summary>Steps without an outcome.</summary>
    public IEnumerable<ExecutionStep> OpenSteps => _steps.Values.Where(step => !_added.ContainsKey(step.Index));

    public static async Task<RunHistory> ReadAsync(AppendLog log, CancellationToken cancellationToken)
    {
        var history = new RunHistory();
        await foreach (var batch in log.ReadAsync(0, cancellationToken))
        {
            foreach (var entry in batch.Entries.Where(entry => LogEntry.TypeOf(entry) == JournalEvents.StepType))
            {
                history.Add(JournalEvents.ReadStep(entry));
            }

            foreach (var note in batch.Notes)
            {
                var (index, messages) = JournalNote.Read(note);
                history.Complete(index, messages);
            }
        }

        return history;
    }

    public void Add(ExecutionStep step) => _steps[step.Index] = step;

    public void Complete(int index, IList<ChatMessage> messages) => _added[index] = messages;

    public static IReadOnlyList<FunctionCallContent> CallsOf(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
}
