using System.Globalization;
using SchedulerService.Phrases.Clauses;
using SchedulerService.Phrases.Refusing;
using SchedulerService.Schedules.Shapes;

namespace SchedulerService.Phrases.Meanings;

/// <summary>What a phrase says around its rule: the days that only count, the days left out, a beginning and an end, a zone, notes.</summary>
internal sealed class RuleLimits
{
    private readonly IReadOnlyList<Clause> _said;
    private readonly OnlyMeaning _only;
    private readonly ExceptMeaning _except;
    private readonly BoundMeaning _bounds;
    private readonly Suggestions _suggest;

    public RuleLimits(IReadOnlyList<Clause> said, PhraseLanguage language, DateTime now)
    {
        _said = said;
        _suggest = new(language, Zone);
        _only = new(said, _suggest, now);
        _except = new(said, _suggest);
        _bounds = new(said, _suggest, now);
    }

    /// <summary>The clauses without those that only narrow them, name the zone or note something.</summary>
    public IReadOnlyList<Clause> Rule => _only.Rule;

    /// <summary>The zone that the phrase names, the first of several.</summary>
    public string? Zone => _said.OfType<Clause.InZone>().FirstOrDefault()?.Id;

    /// <summary>Whether some of the rule's days do not count: then even 밤 12시 of every day is one of certain days.</summary>
    public bool LeavesOut => _only.Any || _said.OfType<Clause.Except>().Any();

    /// <summary>The whole schedule of a rule, or why there is none.</summary>
    public PhraseReading Apply(ScheduleShape rule)
    {
        var reading = _only.Apply(rule);
        reading = reading is PhraseReading.Understood { Shape: var only } ? _except.Apply(only) : reading;
        reading = reading is PhraseReading.Understood { Shape: var open } ? _bounds.Apply(open) : reading;

        return reading is not PhraseReading.Understood { Shape: var shape } ? reading
            : _said.OfType<Clause.InZone>().Distinct().Skip(1).Any() || Notes.DistinctBy(note => note.Name).Count() != Notes.Length || Notes.Any(note => note.Name == SentenceNotes.Lacks && note.Value != SentenceNotes.LackedDays(shape))
            ? Refusals.Because(RefusalCodes.Conflict, _suggest.Of(shape))
            : new PhraseReading.Understood(Notes.Aggregate(shape, Noted));
    }

    private Clause.Noted[] Notes => [.. _said.OfType<Clause.Noted>().Distinct()];

    private static ScheduleShape Noted(ScheduleShape shape, Clause.Noted note) => note.Name switch
    {
        SentenceNotes.Gap => shape with { Gap = note.Value },
        SentenceNotes.Fold => shape with { Fold = note.Value },
        SentenceNotes.Calendar => shape with { HolidayCalendar = note.Value },
        SentenceNotes.Late => shape with { JitterSeconds = int.Parse(note.Value, CultureInfo.InvariantCulture) },
        _ => shape,
    };

    /// <summary>A shape to offer, with the limits that were said, in each way in which they can be read; none where they leave nothing of it.</summary>
    public IReadOnlyList<ScheduleShape> Around(ScheduleShape shape)
    {
        if (shape.Kind == ScheduleKind.Once)
        {
            return _except.Leaves(shape.At) && !_bounds.Any && !_only.Any ? [shape] : [];
        }

        var reading = _only.Apply(shape);
        reading = reading is PhraseReading.Understood { Shape: var only } ? _except.Apply(only) : reading;

        if (reading is not PhraseReading.Understood { Shape: var open } || !_bounds.Any)
        {
            return reading is PhraseReading.Understood { Shape: var whole } ? [whole] : [];
        }

        return _bounds.Readings(open) is { Count: > 0 } readings ? readings : _bounds.Apply(open) is PhraseReading.Understood { Shape: var bound } ? [bound] : [];
    }
}
