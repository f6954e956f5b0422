using System.Globalization;

namespace ExecutionService.Egress.Interception;

/// <summary>What follows a head, up to its end and not a byte further, however its end is told.</summary>
internal sealed class HttpBody
{
    private const long UntilClose = long.MaxValue;
    private const int MaxTrailers = 100;

    private readonly HttpInput _input;
    private readonly bool _chunked;
    private bool _began;
    private bool _ended;
    private long _left;

    private HttpBody(HttpInput input, bool chunked, long left) => (_input, _chunked, _left) = (input, chunked, left);

    /// <exception cref="HttpFormatException">The head tells no length, or tells it in two ways.</exception>
    public static HttpBody OfRequest(HttpHead head, HttpInput input) => Of(head, input, otherwise: 0);

    /// <exception cref="HttpFormatException">The head tells the length in two ways.</exception>
    public static HttpBody OfAnswer(HttpHead head, HttpInput input, string method, int status) =>
        HasNone(method, status) ? new HttpBody(input, chunked: false, 0) : Of(head, input, otherwise: UntilClose);

    /// <summary>Whether an answer has no body, whatever its head says.</summary>
    public static bool HasNone(string method, int status) => method == "HEAD" || status is < 200 or 204 or 304;

    /// <summary>What comes next; 0 at the end of the body.</summary>
    /// <exception cref="HttpFormatException">The body is malformed, or the stream ends before it does.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_ended || (_left == 0 && !(_chunked && await NextChunkAsync(cancellationToken))))
        {
            _ended = true;
            return 0;
        }

        var read = await _input.ReadAsync(_left < target.Length ? target[..(int)_left] : target, cancellationToken);
        if (_left == UntilClose)
        {
            return read;
        }

        _left -= read;
        return read > 0 ? read : throw new HttpFormatException("The body is cut off.");
    }

    private static HttpBody Of(HttpHead head, HttpInput input, long otherwise)
    {
        var coding = head.Single("Transfer-Encoding");
        var length = head.Single("Content-Length");
        if (coding is not null)
        {
            return length is null && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? new HttpBody(input, chunked: true, 0)
                : throw new HttpFormatException("The length of the body is told in a way that is not understood.");
        }

        return length is null ? new HttpBody(input, chunked: false, otherwise)
            : length.Length <= 18 && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? new HttpBody(input, chunked: false, bytes)
            : throw new HttpFormatException("Content-Length is no number.");
    }

    /// <summary>False at the last chunk, whose trailers are read and left out.</summary>
    private async Task<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_began && (await _input.ReadLineAsync(cancellationToken)).Length > 0)
        {
            throw new HttpFormatException("A chunk is longer than it says.");
        }

        _began = true;
        var size = (await _input.ReadLineAsync(cancellationToken)).Split(';')[0].TrimEnd(' ', '\t');
        if (size.Length is 0 or > 15 || !long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left))
        {
            throw new HttpFormatException("The size of a chunk is no number.");
        }

        if (_left > 0)
        {
            return true;
        }

        for (var trailers = 0; (await _input.ReadLineAsync(cancellationToken)).Length > 0;)
        {
            if (++trailers > MaxTrailers)
            {
                throw new HttpFormatException($"There are more than {MaxTrailers} trailers.");
            }
        }

        return false;
    }
}
