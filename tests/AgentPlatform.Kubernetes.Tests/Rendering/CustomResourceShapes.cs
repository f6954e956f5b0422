namespace AgentPlatform.Kubernetes.Tests.Rendering;

/// <summary>The custom resources that the manifests use, with the members that they use of them.</summary>
internal static class CustomResourceShapes
{
    private const string TargetRef =
        """
        spec.targetRef.group* string
        spec.targetRef.kind* string
        spec.targetRef.name* string

        """;

    private const string PodAntiAffinity = "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[]";

    private const string PodTemplate = "spec.override.statefulSet.spec.template.spec";

    public static readonly IReadOnlyDictionary<string, CustomResourceShape> ByKind = new Dictionary<string, CustomResourceShape>
    {
        ["cloudscheduler.cnrm.cloud.google.com/v1beta1 CloudSchedulerJob"] = new(
            """
            spec.attemptDeadline string
            spec.description string
            spec.httpTarget.httpMethod* string
            spec.httpTarget.oidcToken.audience* string
            spec.httpTarget.oidcToken.serviceAccountRef.external* string
            spec.httpTarget.uri* string
            spec.location* string
            spec.retryConfig.maxBackoffDuration string
            spec.retryConfig.minBackoffDuration string
            spec.retryConfig.retryCount int
            spec.schedule* string
            spec.timeZone string
            """),
        ["extensions.agents.x-k8s.io/v1beta1 SandboxTemplate"] = new(
            """
            spec.envVarsInjectionPolicy string
            spec.networkPolicyManagement string
            spec.podTemplate.metadata.labels map
            spec.podTemplate.spec* pod
            spec.service bool
            """),
        ["extensions.agents.x-k8s.io/v1beta1 SandboxWarmPool"] = new(
            """
            spec.replicas int
            spec.sandboxTemplateRef.name* string
            spec.updateStrategy.type string
            """),
        ["gateway.networking.k8s.io/v1 Gateway"] = new(
            """
            spec.addresses[].type string
            spec.addresses[].value* string
            spec.gatewayClassName* string
            spec.listeners[].allowedRoutes.namespaces.from string
            spec.listeners[].name* string
            spec.listeners[].port* int
            spec.listeners[].protocol* string
            """),
        ["gateway.networking.k8s.io/v1 HTTPRoute"] = new(
            """
            spec.hostnames[] string
            spec.parentRefs[].name* string
            spec.parentRefs[].sectionName string
            spec.rules[].backendRefs[].name* string
            spec.rules[].backendRefs[].port* int
            spec.rules[].filters[].requestRedirect.scheme string
            spec.rules[].filters[].requestRedirect.statusCode int
            spec.rules[].filters[].type* string
            """),
        ["http.keda.sh/v1beta1 InterceptorRoute"] = new(
            """
            spec.rules[].hosts[] string
            spec.scalingMetric.concurrency.targetValue int
            spec.target.port* int
            spec.target.service* string
            spec.timeouts.readiness string
            """),
        ["keda.sh/v1alpha1 ScaledObject"] = new(
            """
            spec.cooldownPeriod int
            spec.maxReplicaCount int
            spec.minReplicaCount int
            spec.scaleTargetRef.apiVersion string
            spec.scaleTargetRef.kind string
            spec.scaleTargetRef.name* string
            spec.triggers[].metadata map
            spec.triggers[].type* string
            """),
        ["networking.gke.io/v1 GCPBackendPolicy"] = new(TargetRef +
            """
            spec.default.connectionDraining.drainingTimeoutSec int
            spec.default.timeoutSec int
            """),
        ["networking.gke.io/v1 GCPGatewayPolicy"] = new(TargetRef + "spec.default.sslPolicy string"),
        ["networking.gke.io/v1 HealthCheckPolicy"] = new(TargetRef +
            """
            spec.default.checkIntervalSec int
            spec.default.config.httpHealthCheck.port int
            spec.default.config.httpHealthCheck.requestPath string
            spec.default.config.type* string
            spec.default.healthyThreshold int
            spec.default.timeoutSec int
            spec.default.unhealthyThreshold int
            """),
        ["rabbitmq.com/v1beta1 RabbitmqCluster"] = new(
            $"""
            spec.rabbitmq.additionalPlugins[] string
            {PodAntiAffinity}.podAffinityTerm.labelSelector.matchLabels map
            {PodAntiAffinity}.podAffinityTerm.topologyKey* string
            {PodAntiAffinity}.weight* int
            spec.image string
            {PodTemplate}.containers[].name* string
            {PodTemplate}.containers[].securityContext.allowPrivilegeEscalation bool
            {PodTemplate}.containers[].securityContext.capabilities.drop[] string
            {PodTemplate}.containers[].securityContext.readOnlyRootFilesystem bool
            {PodTemplate}.initContainers[].name* string
            {PodTemplate}.initContainers[].securityContext.allowPrivilegeEscalation bool
            {PodTemplate}.initContainers[].securityContext.capabilities.drop[] string
            {PodTemplate}.initContainers[].securityContext.readOnlyRootFilesystem bool
            {PodTemplate}.securityContext.fsGroup int
            {PodTemplate}.securityContext.runAsGroup int
            {PodTemplate}.securityContext.runAsNonRoot bool
            {PodTemplate}.securityContext.runAsUser int
            {PodTemplate}.securityContext.seccompProfile.type* string
            spec.persistence.storage string
            spec.persistence.storageClassName string
            spec.replicas int
            spec.resources.limits map
            spec.resources.requests map
            """),
        ["secrets-store.csi.x-k8s.io/v1 SecretProviderClass"] = new(
            """
            spec.parameters.secrets* string
            spec.provider* string
            """),
    };
}
