using System.Security.Cryptography;
using System.Text;

namespace SchedulerService.Firing;

/// <summary>The shards of the schedules: each schedule is in one, by a hash of its id.</summary>
internal static class Shards
{
    /// <summary>Firestore compares with 30 values at most; 24 is shared evenly by 1, 2, 3, 4, 6 or 8 replicas.</summary>
    public const int Count = 24;

    public static int Of(string agentId) => SHA256.HashData(Encoding.UTF8.GetBytes(agentId))[0] % Count;
}
