using System.Collections;
using System.Runtime.CompilerServices;
using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using Aggregation = Google.Cloud.Firestore.V1.StructuredAggregationQuery.Types.Aggregation;
using Direction = Google.Cloud.Firestore.V1.StructuredQuery.Types.Direction;
using Operator = Google.Cloud.Firestore.V1.StructuredQuery.Types.FieldFilter.Types.Operator;

namespace AgentPlatform.Firestore;

/// <summary>An immutable query; each method gives a new one.</summary>
public class Query
{
    private readonly StructuredQuery query;

    internal Query(FirestoreDb database, string parentPath, StructuredQuery query)
    {
        Database = database;
        ParentPath = parentPath;
        this.query = query;
    }

    /// <summary>The database of the query.</summary>
    public FirestoreDb Database { get; }

    internal string ParentPath { get; }

    // Sent and stored as it is: no method changes it after construction.
    internal StructuredQuery Proto => query;

    /// <summary>Keeps documents whose field has the value.</summary>
    public Query WhereEqualTo(string fieldPath, object? value) => Where(fieldPath, Operator.Equal, value);

    /// <summary>Keeps documents that have the field, with another value than this and null.</summary>
    public Query WhereNotEqualTo(string fieldPath, object? value) => Where(fieldPath, Operator.NotEqual, value);

    /// <summary>Keeps documents whose field is of the value's type and below it.</summary>
    public Query WhereLessThan(string fieldPath, object? value) => Where(fieldPath, Operator.LessThan, value);

    /// <summary>Keeps documents whose field is of the value's type and not above it.</summary>
    public Query WhereLessThanOrEqualTo(string fieldPath, object? value) => Where(fieldPath, Operator.LessThanOrEqual, value);

    /// <summary>Keeps documents whose field is of the value's type and above it.</summary>
    public Query WhereGreaterThan(string fieldPath, object? value) => Where(fieldPath, Operator.GreaterThan, value);

    /// <summary>Keeps documents whose field is of the value's type and not below it.</summary>
    public Query WhereGreaterThanOrEqualTo(string fieldPath, object? value) => Where(fieldPath, Operator.GreaterThanOrEqual, value);

    /// <summary>Keeps documents whose array holds the value.</summary>
    public Query WhereArrayContains(string fieldPath, object? value) => Where(fieldPath, Operator.ArrayContains, value);

    /// <summary>Keeps documents whose array holds one of the values.</summary>
    public Query WhereArrayContainsAny(string fieldPath, IEnumerable values) => Where(fieldPath, Operator.ArrayContainsAny, values);

    /// <summary>Keeps documents whose field has one of at most 30 values.</summary>
    public Query WhereIn(string fieldPath, IEnumerable values) => Where(fieldPath, Operator.In, values);

    /// <summary>Keeps documents that have the field with none of the values.</summary>
    public Query WhereNotIn(string fieldPath, IEnumerable values) => Where(fieldPath, Operator.NotIn, values);

    /// <summary>Orders by a field, after the orders given before; documents without it are left out.</summary>
    public Query OrderBy(string fieldPath) => Order(fieldPath, Direction.Ascending);

    /// <summary>Orders downwards by a field, after the orders given before; documents without it are left out.</summary>
    public Query OrderByDescending(string fieldPath) => Order(fieldPath, Direction.Descending);

    /// <summary>Gives at most so many documents.</summary>
    public Query Limit(int limit) => With(q => q.Limit = limit);

    /// <summary>Leaves out the first so many documents.</summary>
    public Query Offset(int offset) => With(q => q.Offset = offset);

    /// <summary>Gives only these fields; without any, only names.</summary>
    public Query Select(params string[] fieldPaths) => With(q =>
        q.Select = new() { Fields = { (fieldPaths.Length == 0 ? [FieldPath.NameField] : fieldPaths).Select(QueryFilters.Field) } });

    /// <summary>Starts with these values of the order's fields; an id for <c>__name__</c> may be a string.</summary>
    public Query StartAt(params object?[] fieldValues) => With(q => q.StartAt = QueryCursors.FromValues(this, q, fieldValues, true));

    /// <summary>Starts after these values of the order's fields; an id for <c>__name__</c> may be a string.</summary>
    public Query StartAfter(params object?[] fieldValues) => With(q => q.StartAt = QueryCursors.FromValues(this, q, fieldValues, false));

    /// <summary>Ends before these values of the order's fields.</summary>
    public Query EndBefore(params object?[] fieldValues) => With(q => q.EndAt = QueryCursors.FromValues(this, q, fieldValues, true));

    /// <summary>Ends with these values of the order's fields.</summary>
    public Query EndAt(params object?[] fieldValues) => With(q => q.EndAt = QueryCursors.FromValues(this, q, fieldValues, false));

    /// <summary>Starts with the document.</summary>
    public Query StartAt(DocumentSnapshot snapshot) => With(q => q.StartAt = QueryCursors.FromSnapshot(this, q, snapshot, true));

    /// <summary>Starts after the document.</summary>
    public Query StartAfter(DocumentSnapshot snapshot) => With(q => q.StartAt = QueryCursors.FromSnapshot(this, q, snapshot, false));

    /// <summary>Ends before the document.</summary>
    public Query EndBefore(DocumentSnapshot snapshot) => With(q => q.EndAt = QueryCursors.FromSnapshot(this, q, snapshot, true));

    /// <summary>Ends with the document.</summary>
    public Query EndAt(DocumentSnapshot snapshot) => With(q => q.EndAt = QueryCursors.FromSnapshot(this, q, snapshot, false));

    /// <summary>Runs the query.</summary>
    public Task<QuerySnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default) => GetSnapshotAsync(null, cancellationToken);

    /// <summary>Runs the query and gives documents as they arrive.</summary>
    public async IAsyncEnumerable<DocumentSnapshot> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = Database.Client.RunQuery(Request(null), Database.Headers, cancellationToken: cancellationToken);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (response.Document is not null)
            {
                yield return new DocumentSnapshot(Database, response.Document, Timestamp.FromProto(response.ReadTime));
            }
        }
    }

    /// <summary>Counts the documents on the server.</summary>
    public AggregateQuery Count() => new(this, [new Aggregation { Alias = "Count", Count = new() }]);

    /// <summary>Computes aggregates on the server; the function is <c>count</c>, <c>sum</c> or <c>avg</c>.</summary>
    public AggregateQuery Aggregate(params (string Alias, string Function, string? Field)[] aggregations) =>
        new(this, [.. aggregations.Select(a => a.Function switch
        {
            "sum" => new Aggregation { Alias = a.Alias, Sum = new() { Field = QueryFilters.Field(a.Field!) } },
            "avg" => new Aggregation { Alias = a.Alias, Avg = new() { Field = QueryFilters.Field(a.Field!) } },
            "count" => new Aggregation { Alias = a.Alias, Count = new() },
            _ => throw new ArgumentException($"Unknown aggregate function '{a.Function}'", nameof(aggregations)),
        })]);

    /// <summary>Calls back with the result now and after each change of it.</summary>
    public FirestoreChangeListener Listen(Func<QuerySnapshot, CancellationToken, Task> callback, CancellationToken cancellationToken = default)
    {
        var order = QueryOrder.ComparerFor(query);
        return FirestoreChangeListener.Start(
            Database,
            new Target { TargetId = 1, Query = new() { Parent = ParentPath, StructuredQuery = query } },
            Comparer<DocumentSnapshot>.Create((a, b) => order.Compare(a.Proto!, b.Proto!)),
            callback,
            cancellationToken);
    }

    internal async Task<QuerySnapshot> GetSnapshotAsync(ByteString? transaction, CancellationToken cancellationToken)
    {
        using var activity = FirestoreTelemetry.Start(Database, "RunQuery", query.From[0].CollectionId);
        using var call = Database.Client.RunQuery(Request(transaction), Database.Headers, cancellationToken: cancellationToken);
        var documents = new List<DocumentSnapshot>();
        Timestamp readTime = default;
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            readTime = response.ReadTime is { } time ? Timestamp.FromProto(time) : readTime;
            if (response.Document is not null)
            {
                documents.Add(new DocumentSnapshot(Database, response.Document, readTime));
            }
        }

        return new QuerySnapshot(documents, readTime);
    }

    internal Query Where(string fieldPath, Operator op, object? value) => With(q =>
    {
        CheckNoCursor(q);
        QueryFilters.Add(this, q, fieldPath, op, value);
    });

    private RunQueryRequest Request(ByteString? transaction)
    {
        var request = new RunQueryRequest { Parent = ParentPath, StructuredQuery = query };
        if (transaction is not null)
        {
            request.Transaction = transaction;
        }

        return request;
    }

    private Query Order(string fieldPath, Direction direction) => With(q =>
    {
        CheckNoCursor(q);
        q.OrderBy.Add(new StructuredQuery.Types.Order { Field = QueryFilters.Field(fieldPath), Direction = direction });
    });

    private Query With(Action<StructuredQuery> change)
    {
        var changed = query.Clone();
        change(changed);
        return new Query(Database, ParentPath, changed);
    }

    private static void CheckNoCursor(StructuredQuery query)
    {
        if (query.StartAt is not null || query.EndAt is not null)
        {
            throw new InvalidOperationException("Filters and orders come before cursors");
        }
    }
}
