using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace AgentPlatform.Firestore;

/// <summary>The numbers of the public firestore_grpc_service_config.json.</summary>
internal static class FirestoreRetries
{
    private const string Service = "google.firestore.v1.Firestore";

    public static ServiceConfig Config() => new()
    {
        MethodConfigs =
        {
            Method([StatusCode.Unavailable], "Commit"),
            Method(
                [StatusCode.Unavailable, StatusCode.Internal, StatusCode.DeadlineExceeded],
                "BatchGetDocuments", "BeginTransaction", "GetDocument", "ListCollectionIds", "ListDocuments", "Rollback", "RunAggregationQuery", "RunQuery"),
            Method([StatusCode.Unavailable, StatusCode.Aborted], "BatchWrite"),
        },
    };

    private static MethodConfig Method(StatusCode[] codes, params string[] methods)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(60),
            BackoffMultiplier = 1.3,
        };
        foreach (var code in codes)
        {
            policy.RetryableStatusCodes.Add(code);
        }

        var config = new MethodConfig { RetryPolicy = policy };
        foreach (var method in methods)
        {
            config.Names.Add(new MethodName { Service = Service, Method = method });
        }

        return config;
    }
}
