using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using ChangeType = Google.Cloud.Firestore.V1.TargetChange.Types.TargetChangeType;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One listen stream: its targets, moved forward by commits that touch them.</summary>
internal sealed class ListenSession(EmbeddedStore store, IServerStreamWriter<ListenResponse> output, CancellationToken cancellationToken)
{
    private readonly Dictionary<int, ListenTarget> targets = [];
    private readonly ListenQueue queue = store.Listeners.Open();

    public async Task RunAsync(IAsyncStreamReader<ListenRequest> input)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(input, ended.Token);
        try
        {
            await foreach (var item in queue.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (item.Request is not null)
                {
                    await HandleAsync(item.Request).ConfigureAwait(false);
                }
                else
                {
                    await FollowAsync(item.Commit!).ConfigureAwait(false);
                }

                if (queue.TakeOverflow())
                {
                    await StartAfreshAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            store.Listeners.Close(queue);
            await ended.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(IAsyncStreamReader<ListenRequest> input, CancellationToken ended)
    {
        try
        {
            while (await input.MoveNext(ended).ConfigureAwait(false))
            {
                await queue.RequestAsync(input.Current, ended).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException or System.Threading.Channels.ChannelClosedException)
        {
            // The client has gone or the session has ended: both end the stream below.
        }

        queue.Close();
    }

    private async Task HandleAsync(ListenRequest request)
    {
        if (request.TargetChangeCase == ListenRequest.TargetChangeOneofCase.RemoveTarget)
        {
            await RemoveAsync(request.RemoveTarget, null).ConfigureAwait(false);
            return;
        }

        if (request.AddTarget is not { } added)
        {
            return;
        }

        var target = new ListenTarget(store, added);
        targets[target.Id] = target;
        // Subscribed before it is evaluated: commits in between are known by their time.
        store.Listeners.Subscribe(queue, target.Keys);
        await TellAsync(ChangeType.Add, target.Id).ConfigureAwait(false);
        if (added.ResumeTypeCase != Target.ResumeTypeOneofCase.None)
        {
            await TellAsync(ChangeType.Reset, target.Id).ConfigureAwait(false);
        }

        await StartAsync(target).ConfigureAwait(false);
    }

    private async Task StartAsync(ListenTarget target)
    {
        var time = store.ReadTime();
        List<ListenResponse> responses;
        try
        {
            responses = target.Start(cancellationToken);
        }
        catch (RpcException e)
        {
            await RemoveAsync(target.Id, new Google.Rpc.Status { Code = (int)e.StatusCode, Message = e.Status.Detail }).ConfigureAwait(false);
            return;
        }

        await WriteAsync(responses).ConfigureAwait(false);
        await output.WriteAsync(
            new ListenResponse { TargetChange = new TargetChange { TargetChangeType = ChangeType.Current, TargetIds = { target.Id }, ReadTime = time, ResumeToken = time.ToByteString() } },
            cancellationToken).ConfigureAwait(false);
        await TellConsistentAsync(time).ConfigureAwait(false);
    }

    private async Task StartAfreshAsync()
    {
        foreach (var target in targets.Values.ToList())
        {
            await TellAsync(ChangeType.Reset, target.Id).ConfigureAwait(false);
            await StartAsync(target).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(PublishedCommit commit)
    {
        var any = false;
        foreach (var target in targets.Values)
        {
            var responses = target.Follow(commit, cancellationToken);
            any |= responses.Count > 0;
            await WriteAsync(responses).ConfigureAwait(false);
        }

        if (any)
        {
            await TellConsistentAsync(CommitClock.Time(commit.Micros)).ConfigureAwait(false);
        }
    }

    private Task RemoveAsync(int id, Google.Rpc.Status? cause)
    {
        if (targets.Remove(id, out var target))
        {
            store.Listeners.Unsubscribe(queue, target.Keys.Except(targets.Values.SelectMany(t => t.Keys)));
        }

        return output.WriteAsync(new ListenResponse { TargetChange = new TargetChange { TargetChangeType = ChangeType.Remove, TargetIds = { id }, Cause = cause } }, cancellationToken);
    }

    private Task TellAsync(ChangeType type, int id) =>
        output.WriteAsync(new ListenResponse { TargetChange = new TargetChange { TargetChangeType = type, TargetIds = { id } } }, cancellationToken);

    private Task TellConsistentAsync(PbTimestamp time) =>
        output.WriteAsync(new ListenResponse { TargetChange = new TargetChange { ReadTime = time, ResumeToken = time.ToByteString() } }, cancellationToken);

    private async Task WriteAsync(List<ListenResponse> responses)
    {
        foreach (var response in responses)
        {
            await output.WriteAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }
}
