using AgentPlatform.Firestore.Embedded;
using Google.Cloud.Firestore.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentPlatform.Firestore.Tests.Embedded;

public sealed class LeavingClientsTests
{
    public static TheoryData<Exception> Failures => [new OperationCanceledException(), new IOException("The client reset the request stream."), new InvalidOperationException("Can't write the message because the request is complete.")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_fails_because_the_client_has_gone_ends_as_cancelled(Exception failure)
    {
        var gone = new InProcessCallContext("/Commit", new CallOptions(), new CancellationToken(canceled: true));

        var unary = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients(NullLogger<LeavingClients>.Instance).UnaryServerHandler<CommitRequest, CommitResponse>(new(), gone, (_, _) => throw failure));
        var streaming = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients(NullLogger<LeavingClients>.Instance).ServerStreamingServerHandler<RunQueryRequest, RunQueryResponse>(new(), null!, gone, (_, _, _) => throw failure));
        var duplex = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients(NullLogger<LeavingClients>.Instance).DuplexStreamingServerHandler<ListenRequest, ListenResponse>(null!, null!, gone, (_, _, _) => throw failure));

        Assert.Equal([StatusCode.Cancelled, StatusCode.Cancelled, StatusCode.Cancelled], new[] { unary, streaming, duplex }.Select(thrown => thrown.StatusCode));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_fails_while_the_client_waits_fails_as_it_does(Exception failure)
    {
        var there = new InProcessCallContext("/Commit", new CallOptions(), CancellationToken.None);

        var log = new Log();

        Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => new LeavingClients(log).UnaryServerHandler<CommitRequest, CommitResponse>(new(), there, (_, _) => throw failure)));
        Assert.Equal([(LogLevel.Error, failure)], log.Entries);
    }

    [Fact]
    public async Task A_refusal_is_told_even_to_a_client_that_has_gone()
    {
        var gone = new InProcessCallContext("/Commit", new CallOptions(), new CancellationToken(canceled: true));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => new LeavingClients(NullLogger<LeavingClients>.Instance).UnaryServerHandler<CommitRequest, CommitResponse>(new(), gone, (_, _) => throw RpcErrors.Contention()));

        Assert.Equal(StatusCode.Aborted, refusal.StatusCode);
    }

    private sealed class Log : ILogger<LeavingClients>
    {
        public List<(LogLevel Level, Exception? Exception)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Entries.Add((logLevel, exception));
    }
}
