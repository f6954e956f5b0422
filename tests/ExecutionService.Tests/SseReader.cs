using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ExecutionService.Tests;

/// <summary>One server-sent event.</summary>
internal sealed record SseEvent(long Id, string Type, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;
}

/// <summary>Reads server-sent events as they come.</summary>
internal sealed class SseReader(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
{
    public static async Task<SseReader> OpenAsync(HttpClient http, string path, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new SseReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<SseEvent?> NextAsync()
    {
        var fields = new Dictionary<string, string>();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0 && fields.Count > 0)
            {
                return new SseEvent(long.Parse(fields["id"], CultureInfo.InvariantCulture), fields["event"], fields["data"]);
            }

            if (line.Length > 0 && line[0] != ':')
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 2)..];
            }
        }

        return null;
    }

    /// <summary>The next event that fits.</summary>
    public async Task<SseEvent> NextAsync(Func<SseEvent, bool> fits)
    {
        while (await NextAsync() is { } next)
        {
            if (fits(next))
            {
                return next;
            }
        }

        throw new InvalidOperationException("The stream ended before the event came.");
    }

    public async Task<IReadOnlyList<SseEvent>> ReadToEndAsync()
    {
        var events = new List<SseEvent>();
        while (await NextAsync() is { } next)
        {
            events.Add(next);
        }

        return events;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ExecutionApp.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("No event came and the stream did not end.");
        }
    }
}
