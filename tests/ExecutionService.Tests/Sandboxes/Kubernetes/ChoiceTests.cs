using ExecutionService.Sandboxes;
using ExecutionService.Sandboxes.Kubernetes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tests.Sandboxes.Kubernetes;

/// <summary>The service has this sandbox when it is told so.</summary>
public sealed class ChoiceTests
{
    [Fact]
    public async Task A_service_that_is_told_so_runs_code_in_the_cluster_and_says_when_it_cannot()
    {
        await using var app = await ExecutionApp.StartAsync(settings: [("Sandbox:Kind", "kubernetes"), ("Sandbox:Kubernetes:Host", "http://127.0.0.1:1"), ("Sandbox:Kubernetes:RetryDelayMilliseconds", "0")]);

        var sandbox = app.Service.Services.GetRequiredService<ISandbox>();

        Assert.Equal(new SandboxStatus(false, "kubernetes", "The cluster's API cannot be reached, so no sandbox can be had at the moment."), sandbox.Status);
    }

    [Theory]
    [InlineData("Namespace", "Not a name")]
    [InlineData("Mode", "Pod")]
    [InlineData("UserId", "0")]
    [InlineData("CallSeconds", "0")]
    public async Task A_setting_that_makes_no_sense_stops_the_service_from_starting(string setting, string value)
    {
        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var app = await ExecutionApp.StartAsync(settings: [("Sandbox:Kind", "kubernetes"), ("Sandbox:Kubernetes:Host", "http://127.0.0.1:1"), ($"Sandbox:Kubernetes:{setting}", value)]);
        });

        Assert.True(failure is OptionsValidationException or InvalidOperationException, $"It started, or failed otherwise: {failure}");
    }

    [Fact]
    public async Task A_service_that_is_not_told_so_asks_no_cluster()
    {
        await using var app = await ExecutionApp.StartAsync();

        Assert.Null(app.Service.Services.GetService<KubernetesSandboxCheck>());
    }
}
