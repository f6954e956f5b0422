using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace AgentPlatform.Firestore.Embedded;

internal static class RpcErrors
{
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    public static RpcException Create(StatusCode code, string detail) => new(new Status(code, detail));

    public static RpcException Contention() => Create(StatusCode.Aborted, "Too much contention on these documents. Please try again.");

    public static RpcException ForRead(SqliteException e) =>
        Create(IsCorrupt(e) ? StatusCode.DataLoss : StatusCode.Internal, $"Reading the database failed: {e.Message}");

    public static RpcException ForCommit(SqliteException e) =>
        Create(IsCorrupt(e) ? StatusCode.DataLoss : StatusCode.ResourceExhausted, $"Writing the database failed, nothing was committed: {e.Message}");

    public static bool IsCorrupt(SqliteException e) => e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;
}
