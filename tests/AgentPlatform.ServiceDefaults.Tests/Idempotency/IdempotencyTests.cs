using AgentPlatform.ServiceDefaults.Idempotency;
using AgentPlatform.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace AgentPlatform.ServiceDefaults.Tests.Idempotency;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task Without_a_key_every_request_makes_something_new()
    {
        await using var app = await DefaultsApp.StartAsync();

        Assert.NotEqual((await AskAsync(app, "/things", "{}")).Is(201).Text, (await AskAsync(app, "/things", "{}")).Is(201).Text);
        Assert.NotEqual((await AskAsync(app, "/others", "{}", "key")).Is(201).Text, (await AskAsync(app, "/others", "{}", "key")).Is(201).Text);
    }

    [Fact]
    public async Task A_request_without_a_body_can_be_repeated_too()
    {
        await using var app = await DefaultsApp.StartAsync();

        var (first, again) = ((await AskAsync(app, "/things", null, "key")).Is(201), (await AskAsync(app, "/things", null, "key")).Is(201));

        Assert.Equal((first.Text, first.Location), (again.Text, again.Location));
        (await AskAsync(app, "/things", "{}", "key")).IsProblem(422, "idempotency-mismatch");
    }

    [Fact]
    public async Task A_try_after_a_crash_makes_the_same_resource()
    {
        var ids = new List<string>();
        await using var app = await DefaultsApp.StartAsync(make: context =>
        {
            ids.Add(context.NewResourceId());
            return ids.Count == 1 ? throw new InvalidOperationException("crash") : context.Response.WriteAsync("made", context.RequestAborted);
        });

        (await AskAsync(app, "/things", "{}", "key")).IsProblem(500, "internal");
        (await AskAsync(app, "/things", "{}", "key")).Is(200);

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_try_after_the_store_was_down_makes_the_same_resource()
    {
        var ids = new List<string>();
        await using var app = await DefaultsApp.StartAsync(make: context =>
        {
            ids.Add(context.NewResourceId());
            context.Response.StatusCode = ids.Count == 1 ? 503 : 201;
            return Task.CompletedTask;
        });

        (await AskAsync(app, "/things", "{}", "key")).IsProblem(503, "unavailable");
        (await AskAsync(app, "/things", "{}", "key")).Is(201);

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_request_that_comes_while_the_first_is_at_work_makes_the_same_resource()
    {
        var (ids, entered, go) = (new List<string>(), new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var app = await DefaultsApp.StartAsync(make: async context =>
        {
            lock (ids)
            {
                ids.Add(context.NewResourceId());
            }

            entered.Release();
            await go.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 201;
        });

        var first = AskAsync(app, "/things", "{}", "key");
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var second = AskAsync(app, "/things", "{}", "key");
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        (await AskAsync(app, "/things", "[]", "key")).IsProblem(422, "idempotency-mismatch");
        go.Release(2);

        (await first).Is(201);
        (await second).Is(201);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_caller_that_went_away_before_its_answer_is_given_the_whole_of_it_at_its_next_try()
    {
        var ids = new List<string>();
        await using var app = await DefaultsApp.StartAsync(make: async context =>
        {
            var id = context.NewResourceId();
            ids.Add(id);
            context.Response.StatusCode = 201;
            if (ids.Count == 1)
            {
                context.Abort();
            }

            // Ends silently, with nothing written, once the caller is gone.
            await context.Response.WriteAsJsonAsync(new { id });
        });

        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(app, "/things", "{}", "key"));
        var second = await AskAsync(app, "/things", "{}", "key");

        second.Is(201);
        Assert.Contains(ids[0], second.Text, StringComparison.Ordinal);
        Assert.Equal(second.Text, (await AskAsync(app, "/things", "{}", "key")).Text);
        Assert.Equal([ids[0], ids[0]], ids);
    }

    [Fact]
    public async Task A_request_without_a_token_claims_nothing()
    {
        await using var app = await DefaultsApp.StartAsync();
        using var anonymous = app.Service.Anonymous();

        (await anonymous.AskAsync("POST", "/things", "{}", ("Idempotency-Key", "key"))).IsProblem(401, "unauthenticated");

        Assert.Empty((await app.Service.Db.Collection("idempotency-testservice").GetSnapshotAsync(TestContext.Current.CancellationToken)).Documents);
    }

    private static async Task<HttpAnswer> AskAsync(DefaultsApp app, string path, string? body, string? key = null)
    {
        using var client = app.Service.Client();
        return await client.AskAsync("POST", path, body, key is null ? [] : [("Idempotency-Key", key)]);
    }
}
