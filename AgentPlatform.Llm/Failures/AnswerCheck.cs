using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm;

/// <summary>Follows the updates of one answer and says what a complete one would still need.</summary>
internal sealed class AnswerCheck
{
    private bool finished;

    public bool Started { get; private set; }

    /// <summary>Null when the answer is complete.</summary>
    public ModelFailure? Missing => finished ? null : Started ? ModelFailure.Cut : ModelFailure.Nonsense;

    public void Read(ChatResponseUpdate update)
    {
        Started = true;
        finished |= update.FinishReason is not null;
        foreach (var content in update.Contents)
        {
            if (content is FunctionCallContent { InformationalOnly: false } call && (call.Exception is not null || call.Arguments is null))
            {
                throw new ModelUnavailableException(ModelFailure.Nonsense);
            }
        }
    }
}
