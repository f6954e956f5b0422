using System.Diagnostics;

namespace AgentPlatform.Firestore;

/// <summary>Spans of the client's calls, by OpenTelemetry's conventions for databases.</summary>
internal static class FirestoreTelemetry
{
    private static readonly ActivitySource Source = new("AgentPlatform.Firestore");

    /// <summary>Begins a call's span inside the trace that is under way. Without one there is none: sweeps and leases would be nothing but noise.</summary>
    public static Activity? Start(FirestoreDb database, string operation, string? collection = null, int? batch = null)
    {
        if (Activity.Current is null || !Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity(collection is null ? operation : $"{operation} {collection}", ActivityKind.Client);
        activity?.SetTag("db.system.name", "gcp.firestore");
        activity?.SetTag("db.namespace", $"{database.ProjectId}/{database.DatabaseId}");
        activity?.SetTag("db.operation.name", operation);
        activity?.SetTag("db.collection.name", collection);
        activity?.SetTag("db.operation.batch.size", batch);
        return activity;
    }

    /// <summary>Tells the span of a call that failed why.</summary>
    public static void Fail(Activity? activity, Grpc.Core.StatusCode status)
    {
        activity?.SetTag("db.response.status_code", status.ToString());
        activity?.SetTag("error.type", status.ToString());
        activity?.SetStatus(ActivityStatusCode.Error);
    }
}
