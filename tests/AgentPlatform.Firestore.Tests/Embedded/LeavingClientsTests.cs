using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class LeavingClientsTests
{
    public static TheoryData<Exception> Failures => [new OperationCanceledException(), new IOException("The client reset the request stream."), new InvalidOperationException("Can't write the message because the request is complete.")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_fails_because_the_client_has_gone_ends_as_cancelled(Exception failure)
    {
        var gone = new InProcessCallContext("/Commit", new CallOptions(), new CancellationToken(canceled: true));

        var unary = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients().UnaryServerHandler<CommitRequest, CommitResponse>(new(), gone, (_, _) => throw failure));
        var streaming = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients().ServerStreamingServerHandler<RunQueryRequest, RunQueryResponse>(new(), null!, gone, (_, _, _) => throw failure));
        var duplex = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients().DuplexStreamingServerHandler<ListenRequest, ListenResponse>(null!, null!, gone, (_, _, _) => throw failure));

        Assert.Equal([StatusCode.Cancelled, StatusCode.Cancelled, StatusCode.Cancelled], new[] { unary, streaming, duplex }.Select(thrown => thrown.StatusCode));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_fails_while_the_client_waits_fails_as_it_does(Exception failure)
    {
        var there = new InProcessCallContext("/Commit", new CallOptions(), CancellationToken.None);

        Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => new LeavingClients().UnaryServerHandler<CommitRequest, CommitResponse>(new(), there, (_, _) => throw failure)));
    }

    [Fact]
    public async Task A_refusal_is_told_even_to_a_client_that_has_gone()
    {
        var gone = new InProcessCallContext("/Commit", new CallOptions(), new CancellationToken(canceled: true));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients().UnaryServerHandler<CommitRequest, CommitResponse>(new(), gone, (_, _) => throw RpcErrors.Contention()));

        Assert.Equal(StatusCode.Aborted, refusal.StatusCode);
    }
}
