
namespace ExecutionService.Tools.Web;

/// <summary>Registers the <c>fetch_url</c> tool.</summary>
internal static class FetchExtensions
{
    public static void AddFetchTool(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<FetchOptions>().BindConfiguration(FetchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<WebFetch>();
        builder.Services.AddSingleton<IToolSource, FetchTool>();
    }
}
