using System.Text.Json;
using AgentPlatform.ServiceDefaults.Json;

namespace AgentPlatform.ServiceDefaults.Tests.Json;

public sealed class UtcInstantConverterTests
{
    [Theory]
    [InlineData("2026-11-22T05:00:00Z", "2026-11-22T05:00:00Z")]
    [InlineData("2026-11-22T14:00:00+09:00", "2026-11-22T05:00:00Z")]
    [InlineData("2026-11-21T23:30:00-05:30", "2026-11-22T05:00:00Z")]
    [InlineData("2026-11-22T05:00:00.5Z", "2026-11-22T05:00:00.5Z")]
    [InlineData("2026-11-22T05:00:00.1234567Z", "2026-11-22T05:00:00.123456Z")]
    [InlineData("2026-11-22t05:00:00z", "2026-11-22T05:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void An_instant_is_read_with_its_offset_and_written_in_utc(string text, string written)
    {
        var instant = JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", JsonDefaults.Strict);

        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(instant, JsonDefaults.Strict));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"2026-11-22\"")]
    [InlineData("\"2026-11-22T05:00:00\"")]
    [InlineData("\"2026-11-22 05:00:00Z\"")]
    [InlineData("\"2026-13-22T05:00:00Z\"")]
    [InlineData("\"2026-02-30T05:00:00Z\"")]
    [InlineData("\"2026-11-22T25:00:00Z\"")]
    [InlineData("\"2026-11-22T05:00:00+25:00\"")]
    [InlineData("\"0001-01-01T00:00:00+09:00\"")]
    [InlineData("\"22 OcT 2026 05:00 +09:00\"")]
    [InlineData("\"Tomorrow-1\"")]
    [InlineData("\" 2026-11-22T05:00:00Z \"")]
    [InlineData("1795323600")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_no_instant_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, JsonDefaults.Strict));
}
