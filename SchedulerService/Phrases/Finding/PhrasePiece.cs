using SchedulerService.Phrases.Clauses;

namespace SchedulerService.Phrases.Finding;

/// <summary>Tokens that are read together: as clauses, or as words of time that no clause takes.</summary>
internal sealed record PhrasePiece(IReadOnlyList<Clause> Clauses, int From, int To, UnreadKind Unread)
{
    public bool IsStrong => Unread == UnreadKind.Recurring || Clauses.Any(clause => clause.IsStrong);

    /// <summary>Whether it is understood only as something to be asked about.</summary>
    public bool IsNotYet => Unread != UnreadKind.None || Clauses.Any(clause => clause.IsUnsupported);
}
