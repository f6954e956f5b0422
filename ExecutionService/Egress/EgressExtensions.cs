using ExecutionService.Egress.Interception;
using ExecutionService.Egress.Proxying;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ExecutionService.Egress;

/// <summary>Registers the runs' way out.</summary>
internal static class EgressExtensions
{
    public static void AddEgress(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(services => new EgressDialer(
            EgressDialer.ResolveAsync, EgressDialer.ConnectAsync, authorities: null, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IOptions<EgressOptions>>()));
        builder.Services.AddSingleton<EgressAuthority>();
        builder.Services.AddSingleton<EgressHttp>();
        builder.Services.AddSingleton<EgressSessions>();
    }
}
