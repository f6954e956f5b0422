namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>
/// Holds a sweeper back after the store was away: those who hold leases could not renew them meanwhile and are alive all the
/// same. Taking their work over at once would make them lose what they have just paid for.
/// </summary>
/// <param name="patience">A look that takes longer, or fails, means that the store was away.</param>
/// <param name="grace">Time for the others to renew; zero for none.</param>
public sealed class OutageGrace(TimeSpan patience, TimeSpan grace)
{
    private DateTimeOffset? _began;
    private bool _failed;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>A look begins; one before it that did not end has failed.</summary>
    public void Begin(DateTimeOffset now)
    {
        _failed |= _began is not null;
        _began = now;
    }

    /// <summary>The look has succeeded: whether work may be taken over.</summary>
    public bool HasPassed(DateTimeOffset now)
    {
        if ((_failed || now - _began > patience) && now >= _until)
        {
            _until = now + grace;
        }

        (_began, _failed) = (null, false);
        return now >= _until;
    }
}
