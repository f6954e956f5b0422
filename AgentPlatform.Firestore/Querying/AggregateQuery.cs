using Google.Cloud.Firestore.V1;
using Grpc.Core;

namespace AgentPlatform.Firestore;

/// <summary>Aggregates over a query, computed by the server.</summary>
public sealed class AggregateQuery
{
    private readonly Query query;
    private readonly IReadOnlyList<StructuredAggregationQuery.Types.Aggregation> aggregations;

    internal AggregateQuery(Query query, IReadOnlyList<StructuredAggregationQuery.Types.Aggregation> aggregations)
    {
        this.query = query;
        this.aggregations = aggregations;
    }

    /// <summary>Computes the aggregates.</summary>
    public async Task<AggregateQuerySnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default)
    {
        var database = query.Database;
        var request = new RunAggregationQueryRequest
        {
            Parent = query.ParentPath,
            StructuredAggregationQuery = new() { StructuredQuery = query.Proto, Aggregations = { aggregations } },
        };
        using var activity = FirestoreTelemetry.Start(database, "RunAggregationQuery", query.Proto.From[0].CollectionId);
        using var call = database.Client.RunAggregationQuery(request, database.Headers, cancellationToken: cancellationToken);
        var data = new Dictionary<string, object?>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var (alias, value) in response.Result?.AggregateFields ?? [])
            {
                data[alias] = ValueCodec.FromValue(value);
            }
        }

        return new AggregateQuerySnapshot(data);
    }
}
