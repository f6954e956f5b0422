using System.Net;
using System.Net.Http.Json;
using AgentPlatform.Contracts.Schedules;
using AgentPlatform.ServiceDefaults.Json;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Services;
using Microsoft.Extensions.Time.Testing;

namespace AgentService.Tests;

/// <summary>The real AgentService; a stand-in scheduler takes every schedule and says when it runs next.</summary>
internal sealed class AgentApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset NextRun = Start.AddHours(3);

    private readonly ServiceApp _service;

    private AgentApp(ServiceApp service, FakeTimeProvider clock) => (_service, Clock) = (service, clock);

    public FakeTimeProvider Clock { get; }

    public ServiceApp Service => _service;

    public OtherServices Others => _service.Others;

    public PublishedMessages Published => _service.Published;

    public static async Task<AgentApp> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var clock = new FakeTimeProvider(Start);
        var others = new OtherServices()
            .On(HttpMethod.Post, "/internal/schedules/resolve", ResolveAsync)
            .On(HttpMethod.Post, "/internal/schedules/next-runs", NextRunsAsync);
        return new AgentApp(await ServiceApp.StartAsync(new ServiceAppOptions { Create = AgentServiceApp.Create, Clock = clock, Others = others, Settings = settings ?? [] }, TestContext.Current.CancellationToken), clock);
    }

    public HttpClient As(string userId) => _service.Client(userId);

    /// <summary>Asks for the user "user", with a token that is fresh whatever the clock says.</summary>
    public async Task<HttpAnswer> AskAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var client = _service.Client();
        return await client.AskAsync(method, path, body, headers);
    }

    /// <summary>Makes an agent and gives its id.</summary>
    public async Task<string> CreateAsync(object? body = null) => (await AskAsync("POST", "/api/agents", body ?? new { name = "보고서" })).Is(201)["id"];

    /// <summary>Sends a message to the service's consumers over the bus.</summary>
    public Task PublishAsync<T>(T message)
        where T : class => _service.Bus.Publish(message, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static async Task<HttpResponseMessage> ResolveAsync(HttpRequestMessage request)
    {
        var input = (await request.Content!.ReadFromJsonAsync<ResolveScheduleRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!.Schedule;
        return Json(new Schedule
        {
            Phrase = input.Phrase,
            Frequency = input.Frequency,
            Time = input.Time,
            DaysOfWeek = input.DaysOfWeek,
            DayOfMonth = input.DayOfMonth,
            At = input.At,
            Cron = input is { At: null, Specs: null } ? input.Cron ?? "0 8 * * *" : null,
            Specs = input.Specs,
            Except = input.Except,
            HolidayCalendar = input.HolidayCalendar,
            Gap = input.Gap ?? "next",
            Fold = input.Fold ?? "first",
            PauseAfterFailures = input.PauseAfterFailures,
            TimeZone = input.TimeZone ?? "Asia/Seoul",
            Overlap = input.Overlap ?? "skip",
            CatchUp = input.CatchUp ?? "last",
            CatchUpWindow = input.CatchUpWindow ?? "PT24H",
            JitterSeconds = input.JitterSeconds ?? 0,
            StartAt = input.StartAt,
            EndAt = input.EndAt,
            Text = new LocalizedText("매일 오전 8시", "Every day at 08:00"),
            NextRuns = [Start.AddHours(1)],
        });
    }

    private static async Task<HttpResponseMessage> NextRunsAsync(HttpRequestMessage request)
    {
        var asked = (await request.Content!.ReadFromJsonAsync<NextRunsRequest>(JsonDefaults.Strict, TestContext.Current.CancellationToken))!;
        return Json(new NextRunsAnswer([.. asked.Schedules.Select(_ => (IReadOnlyList<DateTimeOffset>)[NextRun])]));
    }

    private static HttpResponseMessage Json<T>(T body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body, options: JsonDefaults.Strict) };
}
