using System.Globalization;

namespace SchedulerService.Tests;

/// <summary>
/// How many samples a property test draws: its own number, times <c>AGENTPLATFORM_PROPERTY_FACTOR</c> where that is set, for a longer search by hand.
/// Each run draws others; CsCheck says the seed of a failure, and <c>CsCheck_Seed</c> draws it again.
/// </summary>
internal static class PropertyRuns
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("AGENTPLATFORM_PROPERTY_FACTOR"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) ? Math.Max(factor, 1) : 1;

    public static int Of(int samples) => samples * Factor;
}
