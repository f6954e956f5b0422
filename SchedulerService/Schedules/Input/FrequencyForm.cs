using System.Globalization;
using AgentPlatform.Contracts.Schedules;
using SchedulerService.Phrases.Meanings;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Schedules.Input;

/// <summary>Reads the frequency form: which fields each frequency needs and which it does not have.</summary>
internal static class FrequencyForm
{
    public static (ScheduleShape? Shape, Dictionary<string, string[]> Errors) Read(ScheduleInput input, DateTime local)
    {
        var errors = new Dictionary<string, string[]>();
        var time = Time(input, errors);
        var days = Days(input, errors);

        Refuse(errors, "dayOfMonth", input.DayOfMonth is not null && input.Frequency != "monthly", "Only monthly schedules have a day of the month.");
        Refuse(errors, "dayOfMonth", input.DayOfMonth is null && input.Frequency == "monthly", "A monthly schedule needs a day of the month.");
        Refuse(errors, "at", input.At is not null && input.Frequency != "once", "Only schedules that fire once have a date.");
        var at = input.Frequency == "once" ? At(input, local, errors) : default;

        ScheduleShape? shape = input.Frequency switch
        {
            "once" => new(ScheduleKind.Once) { At = at },
            "hourly" => new(ScheduleKind.Hours) { Minutes = [time % 60] },
            "daily" => new ScheduleShape(ScheduleKind.Days) { Times = [time] },
            "weekly" => new ScheduleShape(ScheduleKind.Days) { Times = [time], Days = days },
            "monthly" => new ScheduleShape(ScheduleKind.Days) { Times = [time], MonthDays = [input.DayOfMonth?.Day ?? 1] },
            _ => null,
        };

        Refuse(errors, "frequency", shape is null, "The frequency must be once, hourly, daily, weekly or monthly.");
        return (errors.Count > 0 ? null : shape, errors);
    }

    // Of an hourly schedule only the minute counts; without a time it is the full hour.
    private static int Time(ScheduleInput input, Dictionary<string, string[]> errors)
    {
        if (input.Time is null)
        {
            Refuse(errors, "time", input.Frequency is "daily" or "weekly" or "monthly", "This frequency needs a time of day.");
            return 0;
        }

        if (TimeOnly.TryParseExact(input.Time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return (time.Hour * 60) + time.Minute;
        }

        errors["time"] = ["The time must be HH:mm, from 00:00 to 23:59."];
        return 0;
    }

    private static int Days(ScheduleInput input, Dictionary<string, string[]> errors)
    {
        if (input.Frequency != "weekly")
        {
            Refuse(errors, "daysOfWeek", input.DaysOfWeek is not null, "Only weekly schedules have days of the week.");
            return 0;
        }

        if (input.DaysOfWeek is not { Count: > 0 } names)
        {
            errors["daysOfWeek"] = ["A weekly schedule needs at least one day of the week."];
            return 0;
        }

        var unknown = names.Where(name => Array.IndexOf(DaySet.Names, name) < 0).ToArray();
        Refuse(errors, "daysOfWeek", unknown.Length > 0, $"Unknown days: {string.Join(", ", unknown)}. Use mon, tue, wed, thu, fri, sat, sun.");
        return names.Except(unknown).Aggregate(0, (set, name) => set | DaySet.Of(Array.IndexOf(DaySet.Names, name)));
    }

    private static DateTime At(ScheduleInput input, DateTime local, Dictionary<string, string[]> errors)
    {
        var text = input.At is { Length: 10 } date && input.Time is { } time ? $"{date}T{time}" : input.At;

        if (text is null)
        {
            errors["at"] = ["A schedule that fires once needs a local date and time."];
            return default;
        }

        if (!LocalTimes.TryParse(text, out var at))
        {
            errors["at"] = [LocalTimes.Form];
            return default;
        }

        Refuse(errors, "time", input.Time is not null && input.Time != at.ToString("HH:mm", CultureInfo.InvariantCulture), "The time differs from the one in at.");
        Refuse(errors, "at", at <= local, "The time has already passed.");
        return at;
    }

    private static void Refuse(Dictionary<string, string[]> errors, string field, bool condition, string message)
    {
        if (condition)
        {
            errors.TryAdd(field, [message]);
        }
    }
}
