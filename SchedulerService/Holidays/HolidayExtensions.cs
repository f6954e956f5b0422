using Microsoft.Extensions.Options;

namespace SchedulerService.Holidays;

/// <summary>Puts the configured holidays into the calendars.</summary>
internal static class HolidayExtensions
{
    public static void AddHolidays(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<HolidayOptions>().BindConfiguration(HolidayOptions.Section).ValidateDataAnnotations().ValidateOnStart();

    public static void UseHolidays(this WebApplication app) => HolidayCalendars.Announce(app.Services.GetRequiredService<IOptions<HolidayOptions>>().Value.Days);
}
