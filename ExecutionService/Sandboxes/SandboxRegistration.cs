using ExecutionService.Sandboxes.Bubblewrap;
using ExecutionService.Sandboxes.Kubernetes;
using ExecutionService.Tools;
using ExecutionService.Tools.Code;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Sandboxes;

/// <summary>Adds the sandbox that this machine has, and the tools that run code in it.</summary>
internal static class SandboxRegistration
{
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        if (builder.Configuration[$"{SandboxOptions.Section}:{nameof(SandboxOptions.Kind)}"] == SandboxKind.Kubernetes)
        {
            builder.Services.AddKubernetesSandbox();
        }
        else
        {
            builder.Services.TryAddSingleton(Choose);
            builder.Services.AddHostedService<SandboxStartup>();
        }

        builder.Services.AddSingleton<IToolSource, CodeTools>();
    }

    private static ISandbox Choose(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SandboxOptions>>().Value;
        return options.Kind switch
        {
            SandboxKind.None => new MissingSandbox("Running code is switched off on this platform (Sandbox:Kind is none)."),
            _ => BubblewrapSandbox.Create(options, services.GetRequiredService<TimeProvider>()),
        };
    }
}
