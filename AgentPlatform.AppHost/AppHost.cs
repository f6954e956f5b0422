// The application model, written to the public API of Aspire 13.5 only.
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

var bus = builder.AddConnectionString("rabbitmq");
var signingKey = builder.AddParameter("identity-signing-key", secret: true);
var anthropicKey = builder.AddParameter("anthropic-api-key", secret: true);

var scheduler = AddService(builder.AddProject<Projects.SchedulerService>("schedulerservice"));
var agents = AddService(builder.AddProject<Projects.AgentService>("agentservice")).WithReference(scheduler);
var executions = AddService(builder.AddProject<Projects.ExecutionService>("executionservice"))
    .WithReference(agents)
    .WithEnvironment("ANTHROPIC_API_KEY", anthropicKey);
var chat = AddService(builder.AddProject<Projects.ChatService>("chatservice"))
    .WithReference(agents).WithReference(executions).WithReference(scheduler)
    .WithEnvironment("ANTHROPIC_API_KEY", anthropicKey);
scheduler.WithReference(executions);

builder.AddProject<Projects.Gateway>("gateway")
    .WithReference(agents).WithReference(chat).WithReference(executions).WithReference(scheduler)
    .WithEnvironment("Identity__SigningKey", signingKey)
    .WaitFor(agents).WaitFor(chat).WaitFor(executions).WaitFor(scheduler)
    .WithHttpHealthCheck("/ready")
    .WithExternalHttpEndpoints();

builder.Build().Run();

IResourceBuilder<ProjectResource> AddService(IResourceBuilder<ProjectResource> service) => service
    .WithReference(bus)
    .WithEnvironment("Identity__SigningKey", signingKey)
    .WithHttpHealthCheck("/ready")
    .WithReplicas(builder.Configuration.GetValue("Replicas", 1));
