using System.Text.Json.Nodes;
using ChatService.Conversations;
using ChatService.Frames;
using Microsoft.Extensions.AI;

namespace ChatService.Turns;

/// <summary>An answer in the hands of this process.</summary>
internal sealed class Turn(MessageState answer, TurnProgress progress, TurnOutput output) : IDisposable
{
    // Not disposed: a stop may come while the answer ends, and without a timer or a wait handle there is nothing to free.
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public MessageState Answer => answer;

    public TurnProgress Progress => progress;

    public TurnOutput Output => output;

    /// <summary>Cancelled when a person stops the answer, another process has taken it, or this process shuts down.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>True when a person stopped the answer.</summary>
    public bool StoppedByUser { get; private set; }

    /// <summary>The user's wish.</summary>
    public void Stop()
    {
        StoppedByUser = true;
        Abandon();
    }

    /// <summary>Lets go of the answer without ending it.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }
        }

        _stop.Cancel();
    }

    public void Text(string text)
    {
        lock (_gate)
        {
            progress.Add(text);
            output.Text(text);
        }
    }

    /// <summary>Adds or replaces a part.</summary>
    public void Part(JsonObject part)
    {
        lock (_gate)
        {
            progress.Set(part);
            output.Add(Frame.Part(answer.Id, part));
        }
    }

    /// <summary>Adds or replaces a part, stored together with what a tool gave.</summary>
    public void Part(JsonObject part, IList<ChatMessage> given)
    {
        lock (_gate)
        {
            var note = TurnNote.Write(answer.Id, given, null, null);
            progress.Complete(TurnNote.Read(note).ReadMessages(), null, null);
            progress.Set(part);
            output.Add(Frame.Part(answer.Id, part), note);
        }
    }

    /// <summary>The part with an id, null when there is none.</summary>
    public JsonObject? FindPart(string id)
    {
        lock (_gate)
        {
            return progress.Parts.FirstOrDefault(part => (string?)part["id"] == id);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        output.Dispose();
    }
}
