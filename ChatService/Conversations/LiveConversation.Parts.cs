using System.Text.Json.Nodes;
using ChatService.Frames;

namespace ChatService.Conversations;

/// <summary>Cards: what stands on them, in answers that are being written and in those that have ended.</summary>
internal sealed partial class LiveConversation
{
    /// <summary>
    /// Replaces a part of a message by what <paramref name="change"/> makes of it, or adds one when there is none of that id.
    /// Nothing happens when it gives null.
    /// </summary>
    public Task ChangePartAsync(string messageId, string partId, Func<JsonObject?, JsonObject?> change, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (_turn is { } turn && turn.Answer.Id == messageId)
            {
                if (change((JsonObject?)turn.FindPart(partId)?.DeepClone()) is { } live)
                {
                    turn.Part(live);
                }

                return true;
            }

            if (await Store.FindMessageAsync(_state.Id, messageId, cancellationToken) is not { } message)
            {
                return true;
            }

            var known = message.Parts.FirstOrDefault(part => (string?)part["id"] == partId);
            if (change((JsonObject?)known?.DeepClone()) is not { } changed)
            {
                return true;
            }

            JsonObject[] parts = known is null ? [.. message.Parts, changed] : [.. message.Parts.Select(part => part == known ? changed : part)];
            var written = await AppendAsync([Frame.Part(messageId, changed)], commit => Store.UpdateParts(commit, _state.Id, messageId, parts), cancellationToken);
            if (written && _history?.FindIndex(shown => shown.Id == messageId) is { } index and >= 0)
            {
                _history[index] = message with { Parts = parts };
            }

            return written;
        },
        cancellationToken);

    /// <summary>A copy of a part, null when there is none.</summary>
    public async Task<JsonObject?> FindPartAsync(string messageId, string partId, CancellationToken cancellationToken)
    {
        if (_turn is { } turn && turn.Answer.Id == messageId)
        {
            return (JsonObject?)turn.FindPart(partId)?.DeepClone();
        }

        var message = await Store.FindMessageAsync(_state.Id, messageId, cancellationToken);
        return (JsonObject?)message?.Parts.FirstOrDefault(part => (string?)part["id"] == partId)?.DeepClone();
    }
}
