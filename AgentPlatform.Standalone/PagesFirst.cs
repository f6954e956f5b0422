namespace AgentPlatform.Standalone;

/// <summary>Lets the Gateway show its pages while the services behind it still start: what needs them waits until they are up.</summary>
internal sealed class PagesFirst(Task servicesAreUp) : IStartupFilter
{
    private static readonly PathString[] Waiting = ["/api", "/docs", "/openapi", "/ready", "/workspace"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (!servicesAreUp.IsCompleted && Waiting.Any(path => context.Request.Path.StartsWithSegments(path)))
            {
                await servicesAreUp.WaitAsync(context.RequestAborted);
            }

            await rest(context);
        });
        next(app);
    };
}
