using AgentPlatform.Contracts;
using ChatService.Frames;

namespace ChatService.Conversations;

/// <summary>The conversation itself: its title and its end.</summary>
internal sealed partial class LiveConversation
{
    /// <summary>
    /// Deletes the conversation. The deletion is an entry of the log, too: clients are told, and whoever writes on, here or in
    /// another process, collides with it and finds that the conversation is gone.
    /// </summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var gone = Frame.Error(ProblemCodes.NotFound, "The conversation was deleted.", retryable: false, null);
            var open = await Store.ListOpenAsync(_state.Id, cancellationToken);
            var written = await AppendAsync(
                [gone],
                commit =>
                {
                    Store.Delete(commit, _state.Id);
                    foreach (var answer in open)
                    {
                        Store.Supersede(commit, _state.Id, answer.Id);
                    }
                },
                cancellationToken);
            if (!written)
            {
                return false;
            }

            IsDeleted = true;
            _turn?.Abandon();
            return true;
        },
        cancellationToken);

    /// <summary>Gives the conversation another title.</summary>
    public async Task<ConversationState> RenameAsync(string title, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Store.RenameAsync(_state.Id, title, cancellationToken);
            return _state = _state with { Title = title };
        }
        finally
        {
            _gate.Release();
        }
    }
}
