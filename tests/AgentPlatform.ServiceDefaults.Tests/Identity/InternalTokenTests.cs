using System.Buffers.Text;
using System.Text;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.Testing.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentPlatform.ServiceDefaults.Tests.Identity;

public sealed class InternalTokenTests
{
    private static readonly Caller User = new("user", "ko", "Asia/Seoul");

    [Fact]
    public async Task A_service_takes_the_user_from_the_token()
    {
        await using var app = await DefaultsApp.StartAsync();

        var answer = (await AskAsync(app, app.Service.Token("user", "en", "Europe/Berlin"))).Is(200);

        Assert.Equal("""{"userId":"user","locale":"en","timeZone":"Europe/Berlin"}""", answer.Text);
    }

    [Fact]
    public async Task A_token_is_over_after_its_life_and_half_a_minute_for_clocks_that_differ()
    {
        await using var app = await DefaultsApp.StartAsync();
        var token = app.Service.Token();

        app.Clock.Advance(TimeSpan.FromSeconds(149));
        (await AskAsync(app, token)).Is(200);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        (await AskAsync(app, token)).IsProblem(401, "unauthenticated");
        (await AskAsync(app, app.Service.Token())).Is(200);
    }

    [Fact]
    public async Task A_token_of_a_process_whose_clock_is_ahead_is_taken_until_it_is_over()
    {
        await using var app = await DefaultsApp.StartAsync();
        var token = Tokens(new byte[32], DefaultsApp.Start.AddHours(1)).Issue(User);

        (await AskAsync(app, token)).Is(200);
        app.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(151));
        (await AskAsync(app, token)).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_clock_that_goes_back_locks_nobody_out()
    {
        await using var app = await DefaultsApp.StartAsync();
        var clock = new FakeTimeProvider(DefaultsApp.Start.AddHours(1));
        var tokens = new InternalTokens(Options.Create(Identity(new byte[32])), clock);
        var early = tokens.Issue(User);

        clock.AdjustTime(DefaultsApp.Start);
        var token = tokens.Issue(User);

        Assert.NotEqual(early, token);
        (await AskAsync(app, token)).Is(200);
        app.Clock.Advance(TimeSpan.FromSeconds(151));
        (await AskAsync(app, token)).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_another_key_is_refused()
    {
        await using var app = await DefaultsApp.StartAsync();

        (await AskAsync(app, Tokens(new byte[32], DefaultsApp.Start).Issue(User))).Is(200);
        (await AskAsync(app, Tokens([.. Enumerable.Repeat((byte)1, 32)], DefaultsApp.Start).Issue(User))).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_that_is_not_signed_or_was_changed_is_refused()
    {
        await using var app = await DefaultsApp.StartAsync();
        var parts = app.Service.Token().Split('.');
        var victim = Encode(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"user\"", "\"victim\"", StringComparison.Ordinal));

        (await AskAsync(app, $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.{parts[2]}")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, $"{Encode("""{"alg":"HS512","typ":"JWT"}""")}.{parts[1]}.{parts[2]}")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, $"{parts[0]}.{victim}.{parts[2]}")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, $"{parts[0]}.{parts[1]}.")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, "nonsense")).IsProblem(401, "unauthenticated");
        (await AskAsync(app, "")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public void A_token_is_used_again_until_half_of_its_life_is_over()
    {
        var clock = new FakeTimeProvider(DefaultsApp.Start);
        var tokens = new InternalTokens(Options.Create(Identity(new byte[32])), clock);
        var first = tokens.Issue(User);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, tokens.Issue(User));
        Assert.NotEqual(first, tokens.Issue(User with { UserId = "other" }));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(first, tokens.Issue(User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void A_key_that_is_no_key_of_32_bytes_stops_the_service_at_once(string key) =>
        Assert.Throws<OptionsValidationException>(() => new InternalTokens(Options.Create(new IdentityOptions { SigningKey = key }), TimeProvider.System));

    private static InternalTokens Tokens(byte[] key, DateTimeOffset now) => new(Options.Create(Identity(key)), new FakeTimeProvider(now));

    private static IdentityOptions Identity(byte[] key) => new() { SigningKey = Convert.ToBase64String(key) };

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task<HttpAnswer> AskAsync(DefaultsApp app, string token)
    {
        using var client = app.Service.Anonymous();
        return await client.AskAsync("GET", "/whoami", null, ("Authorization", $"Bearer {token}"));
    }
}
