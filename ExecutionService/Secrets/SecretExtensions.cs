using ExecutionService.Tools;

namespace ExecutionService.Secrets;

/// <summary>Registers the vault.</summary>
internal static class SecretExtensions
{
    public static void AddSecrets(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SecretKeyRing>();
        builder.Services.AddSingleton<SecretStore>();
        builder.Services.AddSingleton<SecretVault>();
        builder.Services.AddSingleton<IToolSource, MissingSecrets>();
    }
}
