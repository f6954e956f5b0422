using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace AgentPlatform.Firestore;

/// <summary>
/// The codes and back-off of the public firestore_grpc_service_config.json, with more attempts than its 5 and no pause of more
/// than half a second: about 10 seconds together, so that a store that is started again costs its callers time and nothing
/// else, and what waited to be written is written as soon as it is back.
/// </summary>
internal static class FirestoreRetries
{
    /// <summary>gRPC itself stops at 5 unless the channel allows more.</summary>
    public const int MaxAttempts = 40;

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
            MaxAttempts = MaxAttempts,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(0.5),
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
