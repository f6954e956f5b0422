using System.ComponentModel.DataAnnotations;

namespace SchedulerService.Ticks;

/// <summary>Who may have due schedules decided from outside (<c>POST /internal/tick</c>). Off unless <see cref="Audience"/> is set.</summary>
internal sealed class TickOptions : IValidatableObject
{
    public const string Section = "Tick";

    /// <summary>The audience of the tokens: what the job of Cloud Scheduler names, by custom the address of the platform.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The service account for which Google signs them.</summary>
    public string ServiceAccountEmail { get; set; } = "";

    /// <summary>The issuer, whose metadata document names its keys. Default Google. HTTPS, but on the loopback.</summary>
    [Required]
    public string Authority { get; set; } = "https://accounts.google.com";

    /// <summary>Seconds after which a tick answers though more is due. Default 25: below the deadline that the caller sets for an answer.</summary>
    [Range(1, 600)]
    public int MaxSeconds { get; set; } = 25;

    public bool IsOn => Audience.Length > 0;

    public bool IsLoopback => Uri.TryCreate(Authority, UriKind.Absolute, out var authority) && authority.IsLoopback;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && ServiceAccountEmail.Length == 0)
        {
            yield return new($"{Section}:{nameof(ServiceAccountEmail)} must be set with {Section}:{nameof(Audience)}: whoever has a Google account can have tokens signed for an audience.");
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            yield return new($"{Section}:{nameof(Authority)} must be an https:// address, or http:// on the loopback.");
        }
    }
}
