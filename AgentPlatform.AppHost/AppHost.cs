// The application model, written to the public API of Aspire 13.5 only.
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var publish = builder.ExecutionContext.IsPublishMode;
var data = Path.GetFullPath(builder.Configuration["Data"] ?? "../data/apphost", builder.AppHostDirectory);
var replicas = builder.Configuration.GetValue("Replicas", 1);

// Letters and digits in a multiple of four are base64.
var signingKey = builder.AddParameter("identity-signing-key", new GenerateParameterDefault { MinLength = 44, Special = false }, secret: true, persist: true);
var anthropicKey = builder.AddParameter("anthropic-api-key", builder.Configuration["ANTHROPIC_API_KEY"] ?? "", secret: true);

var brokerProgram = builder.Configuration["RabbitMQ:Program"] ?? "/usr/lib/rabbitmq/bin/rabbitmq-server";

// The bus: a broker that runs already (ConnectionStrings:rabbitmq), else Debian's RabbitMQ as a child.
IResourceBuilder<IResourceWithConnectionString>? givenBroker = null;
IResourceBuilder<ExecutableResource>? broker = null;
ReferenceExpression? brokerAddress = null;
if (publish || builder.Configuration.GetConnectionString("rabbitmq") is not null)
{
    givenBroker = builder.AddConnectionString("rabbitmq");
}
else if (!File.Exists(brokerProgram))
{
    Console.Error.WriteLine($"RabbitMQ is not installed ({brokerProgram}): sudo apt-get install rabbitmq-server, or set ConnectionStrings__rabbitmq to a running broker (amqp://user:password@host:5672).");
    return 1;
}
else
{
    var password = builder.AddParameter("rabbitmq-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true, persist: true);
    broker = builder.AddExecutable("rabbitmq", "bash", "..", "eng/local/rabbitmq.sh", brokerProgram, Path.Combine(data, "rabbitmq"))
        .WithHttpEndpoint(name: "prometheus", env: "PROMETHEUS_PORT", isProxied: false)
        .WithHttpEndpoint(name: "amqp", env: "AMQP_PORT", isProxied: false)
        .WithHttpEndpoint(name: "dist", env: "DIST_PORT", isProxied: false)
        .WithHttpEndpoint(name: "epmd", env: "EPMD_PORT", isProxied: false)
        .WithEnvironment("RABBITMQ_PASSWORD", password)
        .WithHttpHealthCheck("/metrics", endpointName: "prometheus")
        .ExcludeFromManifest();
    brokerAddress = ReferenceExpression.Create($"amqp://agentplatform:{password}@{broker.GetEndpoint("amqp").Property(EndpointProperty.HostAndPort)}");
}

// The documents: an emulator that runs already (FIRESTORE_EMULATOR_HOST), Google's emulator as a child, or the embedded server as one. Published: Cloud Firestore.
var emulatorHost = builder.Configuration["FIRESTORE_EMULATOR_HOST"];
var emulatorJar = builder.Configuration["Firestore:EmulatorJar"] ?? "/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
IResourceBuilder<IResource>? store = null;
ReferenceExpression? storeAddress = null;
if (!publish && emulatorHost is null)
{
    var hasEmulator = File.Exists(emulatorJar) && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "java")));
    if (builder.Configuration.GetValue("Firestore:Emulator", hasEmulator))
    {
        var emulator = builder.AddExecutable("firestore", "bash", "..", "eng/local/firestore-emulator.sh", emulatorJar, Path.Combine(data, "firestore-emulator"))
            .WithHttpEndpoint(name: "http", env: "PORT", isProxied: false)
            .WithHttpHealthCheck("/")
            .ExcludeFromManifest();
        storeAddress = ReferenceExpression.Create($"{emulator.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");
        store = emulator;
    }
    else
    {
        Console.WriteLine("Documents: the embedded Firestore server" + (hasEmulator ? "" : ", for Google's emulator or Java is not installed"));
        var server = builder.AddProject<Projects.AgentPlatform_FirestoreServer>("firestore")
            .WithHttpEndpoint(name: "health", env: "HEALTH_PORT", isProxied: false)
            .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT", isProxied: false)
            .WithEnvironment("Data", data)
            .WithHttpHealthCheck("/ready", endpointName: "health")
            .ExcludeFromManifest();
        storeAddress = ReferenceExpression.Create($"{server.GetEndpoint("grpc").Property(EndpointProperty.HostAndPort)}");
        store = server;
    }
}

var scheduler = AddService(builder.AddProject<Projects.SchedulerService>("schedulerservice"));
var agents = AddService(builder.AddProject<Projects.AgentService>("agentservice")).WithReference(scheduler);
var executions = WithModel(AddService(builder.AddProject<Projects.ExecutionService>("executionservice"))).WithReference(agents).WithReference(scheduler);
var chat = WithModel(AddService(builder.AddProject<Projects.ChatService>("chatservice"))).WithReference(agents).WithReference(executions).WithReference(scheduler);
scheduler.WithReference(executions);
if (!publish)
{
    executions.WithEnvironment("ClaudeCode__ToolsFolder", Path.Combine(data, "tools", "claude-code"));
    executions.WithEnvironment("Execution__WorkspaceRoot", Path.Combine(data, "workspaces"));
    executions.WithEnvironment("Secrets__KeyRingDirectory", Path.Combine(data, "keys"));
}

WithStore(builder.AddProject<Projects.Gateway>("gateway").WithHttpEndpoint(port: builder.Configuration.GetValue("Port", 8080)))
    .WithReference(agents).WithReference(chat).WithReference(executions).WithReference(scheduler)
    .WithEnvironment("Identity__SigningKey", signingKey)
    .WaitFor(agents).WaitFor(chat).WaitFor(executions).WaitFor(scheduler)
    .WithHttpHealthCheck("/ready")
    .WithExternalHttpEndpoints();

builder.Build().Run();
return Environment.ExitCode;

IResourceBuilder<ProjectResource> AddService(IResourceBuilder<ProjectResource> service)
{
    WithStore(service.WithHttpEndpoint()).WithEnvironment("Identity__SigningKey", signingKey).WithHttpHealthCheck("/ready").WithReplicas(replicas);
    return givenBroker is not null ? service.WithReference(givenBroker) : service.WithEnvironment("ConnectionStrings__rabbitmq", brokerAddress!).WaitFor(broker!);
}

IResourceBuilder<ProjectResource> WithStore(IResourceBuilder<ProjectResource> service) =>
    store is not null ? service.WithEnvironment("FIRESTORE_EMULATOR_HOST", storeAddress!).WaitFor(store)
        : emulatorHost is not null && !publish ? service.WithEnvironment("FIRESTORE_EMULATOR_HOST", emulatorHost)
        : service;

IResourceBuilder<ProjectResource> WithModel(IResourceBuilder<ProjectResource> service)
{
    foreach (var setting in builder.Configuration.GetSection("Llm").GetChildren().Where(setting => setting.Value is not null))
    {
        service.WithEnvironment($"Llm__{setting.Key}", setting.Value);
    }

    if (builder.Configuration["ANTHROPIC_BASE_URL"] is { } address)
    {
        service.WithEnvironment("ANTHROPIC_BASE_URL", address);
    }

    return service.WithEnvironment("ANTHROPIC_API_KEY", anthropicKey);
}
