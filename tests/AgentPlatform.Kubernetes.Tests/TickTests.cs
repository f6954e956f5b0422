using AgentPlatform.Kubernetes.Tests.Rendering;
using AgentPlatform.Kubernetes.Tests.Rules;

namespace AgentPlatform.Kubernetes.Tests;

public sealed class TickTests
{
    private const string Gone = "";

    public static TheoryData<string, string, string, string> Mutations => new()
    {
        { "CloudSchedulerJob/agentplatform-tick", Gone, Gone, "no job of Cloud Scheduler" },
        { "CloudSchedulerJob/agentplatform-tick", "agents.example.com/internal/tick", "agents.example.com/internal/model", "not https://agents.example.com/internal/tick" },
        { "CloudSchedulerJob/agentplatform-tick", "audience: https://agents.example.com", "audience: https://agents.example.com/", "not https://agents.example.com" },
        { "CloudSchedulerJob/agentplatform-tick", "external: ticks@", "external: other@", "not ticks@PROJECT_ID" },
        { "CloudSchedulerJob/agentplatform-tick", "oidcToken:", "oauthToken:", "oauthToken is not known" },
        { "CloudSchedulerJob/agentplatform-tick", "schedule:", "cron:", "spec.schedule is missing" },
        { "CloudSchedulerJob/agentplatform-tick", "retryCount: 2", "retryCount: \"2\"", "must be of type int" },
        { "CloudSchedulerJob/agentplatform-tick", "attemptDeadline: 120s", "attemptDeadline: 30s", "does not wait" },
        { "ConfigMap/platform", "Tick__Audience:", "Tick__Audiense:", "Tick__Audience is missing" },
        { "NetworkPolicy/schedulerservice-to-token-keys", Gone, Gone, "schedulerservice -> 0.0.0.0/0" },
        { "NetworkPolicy/schedulerservice-to-token-keys", "- 10.0.0.0/8", "- 10.0.0.0/16", "10.0.0.0/16" },
    };

    public static TheoryData<string, string, string, string> MutationsAtZero => new()
    {
        { "CloudSchedulerJob/agentplatform-tick", "*/15", "*/5", "keep the scheduler awake" },
        { "InterceptorRoute/schedulerservice", "- schedulerservice-proxy", "- schedulerservice", "(schedulerservice, 8080, schedulerservice), not" },
        { "InterceptorRoute/schedulerservice", "target:", "destination:", "spec.destination is not known" },
        { "ScaledObject/schedulerservice", "minReplicaCount: 0", "minReplicaCount: 1", "not (Deployment, schedulerservice, 0, 3)" },
        { "ScaledObject/schedulerservice", "interceptorRoute: schedulerservice", "interceptorRoute: scheduler", "not schedulerservice" },
        { "Service/schedulerservice-proxy", "type: ExternalName", "type: ClusterIP", "not (ExternalName, 8080)" },
    };

    [Fact]
    public async Task The_overlay_with_a_clock_outside_is_what_the_application_model_says()
    {
        var set = await Kubectl.RenderAsync("overlays/gke-ticks");

        Assert.Empty(ManifestRules.CheckTicks(set, ApplicationModel.Current));
    }

    [Fact]
    public async Task A_scheduler_that_sleeps_differs_from_one_that_does_not_in_its_doorkeeper_only()
    {
        var set = await Kubectl.RenderAsync("overlays/gke-scheduler-at-zero");
        var callers = ApplicationModel.Current.Services.Where(service => service.Calls.Contains(TickRules.Ticked)).Select(service => service.Name).ToList();

        var differences = ManifestRules.CheckTicks(set, ApplicationModel.Current);

        string[] expected =
        [
            $"{TickRules.Ticked} has no HorizontalPodAutoscaler.",
            .. callers.Select(caller => $"{caller}: services__{TickRules.Ticked}__http__0 is not http://{TickRules.Ticked}:8080."),
            .. EnvironmentRules.AtZero.Select(setting => $"environment of {setting.Key}: {setting.Value} is not meant."),
            .. callers.Select(caller => $"flows: {caller} -> namespace keda TCP 8080 is not meant."),
            $"flows: {TickRules.Ticked} <- namespace keda TCP 8080 is not meant.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
        Assert.Empty(TickRules.CheckAtZero(set));
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_fault_in_the_ticks_is_found(string document, string text, string replacement, string finding)
    {
        var set = await Kubectl.RenderAsync("overlays/gke-ticks");

        var problems = ManifestRules.CheckTicks(set.With(document, MutationTests.Mutate(set.Find(document)!.Text, text, replacement)), ApplicationModel.Current);

        Assert.Contains(problems, problem => problem.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(MutationsAtZero))]
    public async Task A_fault_in_what_wakes_the_scheduler_is_found(string document, string text, string replacement, string finding)
    {
        var set = await Kubectl.RenderAsync("overlays/gke-scheduler-at-zero");
        var faulty = set.With(document, MutationTests.Mutate(set.Find(document)!.Text, text, replacement));

        var problems = ManifestRules.CheckTicks(faulty, ApplicationModel.Current).Concat(TickRules.CheckAtZero(faulty));

        Assert.Contains(problems, problem => problem.Contains(finding, StringComparison.Ordinal));
    }
}
