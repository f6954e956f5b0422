using System.Text.Json.Nodes;
using AgentPlatform.Testing.Http;

namespace SchedulerService.Tests.Forecasting;

public sealed class PreviewGapTests
{
    /// <summary>Runs of the answer, and behind the bar what clocks skip among them.</summary>
    [Theory]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"America/New_York","gap":"skip"},"from":"2027-03-13T05:00:00Z","count":2}""", "2027-03-13T02:30:00-05:00, 2027-03-15T02:30:00-04:00 | 2027-03-14T02:30:00 gap")]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"America/New_York","gap":"skip"},"from":"2027-03-13T05:00:00Z","days":2}""", "2027-03-13T02:30:00-05:00 | 2027-03-14T02:30:00 gap")]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"America/New_York","gap":"skip"},"from":"2027-03-13T05:00:00Z","count":1}""", "2027-03-13T02:30:00-05:00 | ")]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"America/New_York","gap":"skip","endAt":"2027-03-14T12:00:00Z"},"from":"2027-03-13T05:00:00Z"}""", "2027-03-13T02:30:00-05:00 | 2027-03-14T02:30:00 gap")]
    [InlineData("""{"schedule":{"cron":"*/20 2 * * *","timeZone":"America/New_York","gap":"skip"},"from":"2027-03-14T05:00:00Z","count":2}""", "2027-03-15T02:00:00-04:00, 2027-03-15T02:20:00-04:00 | 2027-03-14T02:00:00 gap, 2027-03-14T02:20:00 gap")]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"America/New_York"},"from":"2027-03-14T05:00:00Z","days":2}""", "2027-03-14T03:00:00-04:00 gap, 2027-03-15T02:30:00-04:00 | ")]
    [InlineData("""{"schedule":{"specs":[{"times":["02:30","03:00"]}],"timeZone":"America/New_York"},"from":"2027-03-14T05:00:00Z","count":2}""", "2027-03-14T03:00:00-04:00 gap, 2027-03-15T02:30:00-04:00 | ")]
    [InlineData("""{"schedule":{"cron":"30 2 * * *","timeZone":"Asia/Seoul","gap":"skip"},"from":"2027-03-14T05:00:00Z","days":1}""", "2027-03-15T02:30:00+09:00 | ")]
    public async Task A_preview_tells_what_clocks_skip(string body, string expected)
    {
        await using var app = await SchedulerApp.StartAsync();

        var answer = await app.Client().AskAsync("POST", "/api/schedules/preview", body);

        Assert.Equal(200, answer.Status);
        var skipped = answer.Json["skipped"]?.AsArray();
        Assert.Equal(expected, $"{Told(answer.Json["runs"]!.AsArray())} | {(skipped is null ? "" : Told(skipped))}");
        Assert.NotEqual(0, skipped?.Count);

        static string Told(JsonArray items) => string.Join(", ", items.Select(item => $"{item!["local"]} {item["note"]}".TrimEnd()));
    }
}
