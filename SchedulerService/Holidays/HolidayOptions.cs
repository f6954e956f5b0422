using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SchedulerService.Holidays;

/// <summary>Public holidays that were announced after this build. They count for instants that are computed from then on.</summary>
internal sealed class HolidayOptions : IValidatableObject
{
    public const string Section = "Holidays";

    /// <summary>Dates (<c>2027-10-08</c>) of the calendar KR: elections and temporary holidays. Default none.</summary>
    [MaxLength(366)]
    public IList<string> Extra { get; } = [];

    public IReadOnlyCollection<DateOnly> Days => [.. Extra.Select(text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture))];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in Extra
        where !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        select new ValidationResult($"'{text}' is not a date such as 2027-10-08.", [nameof(Extra)]);
}
