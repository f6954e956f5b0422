using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Hosting;
using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.Testing.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.ServiceDefaults.Tests;

/// <summary>A service that has the defaults and, besides them, one resource to make.</summary>
internal sealed class DefaultsApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    private DefaultsApp(ServiceApp service, FakeTimeProvider clock) => (Service, Clock) = (service, clock);

    public ServiceApp Service { get; }

    public FakeTimeProvider Clock { get; }

    public static async Task<DefaultsApp> StartAsync(FirestoreDb? db = null, Func<HttpContext, Task>? make = null)
    {
        var clock = new FakeTimeProvider(Start);
        var options = new ServiceAppOptions { Create = (args, configure) => Create(args, configure, make ?? MakeAsync), Clock = clock, Db = db };
        return new DefaultsApp(await ServiceApp.StartAsync(options, TestContext.Current.CancellationToken), clock);
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure, Func<HttpContext, Task> make)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddServiceDefaults("testservice", _ => { });
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/whoami", (Caller caller) => caller);
        app.MapPost("/things", (RequestDelegate)(context => make(context))).WithIdempotency();
        app.MapPost("/others", (RequestDelegate)(context => make(context)));
        return app;
    }

    private static Task MakeAsync(HttpContext context)
    {
        var id = context.NewResourceId();
        context.Response.StatusCode = 201;
        context.Response.Headers.Location = $"/things/{id}";
        return context.Response.WriteAsync(id, context.RequestAborted);
    }
}
