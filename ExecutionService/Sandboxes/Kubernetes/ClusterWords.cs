using System.Net;

namespace ExecutionService.Sandboxes.Kubernetes;

/// <summary>What the cluster's API answers, in words for people who do not run it. Its own words go to the log.</summary>
internal static class ClusterWords
{
    public const string Unreachable = "The cluster's API cannot be reached, so no sandbox can be had at the moment.";

    public static string Of(HttpStatusCode status, string? answer, string what) => status switch
    {
        // A quota answers like a missing permission; only its words tell.
        HttpStatusCode.Forbidden when answer?.Contains("exceeded quota", StringComparison.Ordinal) == true => "All sandboxes are in use: the quota of the cluster is spent. Try again later.",
        HttpStatusCode.Forbidden when answer?.Contains("violates PodSecurity", StringComparison.Ordinal) == true => "The cluster refuses the sandbox: its pod is not hardened as the namespace demands.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"The cluster does not let this service {what}.",
        HttpStatusCode.NotFound => $"The cluster could not {what}: it lacks the namespace or the kind of resource.",
        HttpStatusCode.TooManyRequests => "The cluster's API is busy, so no sandbox can be had at the moment.",
        >= HttpStatusCode.InternalServerError => "The cluster's API is failing, so no sandbox can be had at the moment.",
        _ => $"The cluster refuses to {what}.",
    };
}
