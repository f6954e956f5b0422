using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace SchedulerService.Firing;

/// <summary>Ids that follow from what they name, so that whoever decides first, and however often, names the same thing.</summary>
internal static class FiringIds
{
    public static string Execution(string agentId, int version, DateTimeOffset instant) => Hash($"{agentId}|{version}|{Ticks(instant)}");

    public static string BackfillExecution(string agentId, int version, DateTimeOffset instant) => Hash($"{agentId}|{version}|{Ticks(instant)}|backfill");

    public static string Occurrence(string agentId, DateTimeOffset instant) => Hash($"{agentId}|{Ticks(instant)}");

    /// <summary>A delay of 0 to <paramref name="jitterSeconds"/> that spreads agents which share an instant.</summary>
    public static TimeSpan Jitter(string agentId, DateTimeOffset instant, int jitterSeconds)
    {
        if (jitterSeconds == 0)
        {
            return TimeSpan.Zero;
        }

        // A forecast asks for hundreds of thousands, and nobody gains by finding another with the same.
        Span<byte> agent = stackalloc byte[Encoding.UTF8.GetMaxByteCount(agentId.Length)];
        var hash = XxHash3.HashToUInt64(agent[..Encoding.UTF8.GetBytes(agentId, agent)], instant.UtcTicks);
        return TimeSpan.FromSeconds((long)(hash % (ulong)(jitterSeconds + 1L)));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private static string Ticks(DateTimeOffset instant) => instant.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
