using System.ComponentModel.DataAnnotations;

namespace SchedulerService.Forecasting;

/// <summary>How many forecasts are computed at a time: one of a year of minutes takes a core for some tenths of a second.</summary>
internal sealed class ForecastOptions
{
    public const string Section = "Forecasts";

    /// <summary>Previews at a time, of one user one, and as many forecasts of activations. Default one less than the processors, so that one is left for what is due.</summary>
    [Range(1, 256)]
    public int Places { get; set; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Seconds that a request waits for its turn before it is refused (429). Default 4: less than an activation waits for its forecast.</summary>
    [Range(1, 60)]
    public int PatienceSeconds { get; set; } = 4;
}
