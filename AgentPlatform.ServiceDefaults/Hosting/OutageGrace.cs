namespace AgentPlatform.ServiceDefaults.Hosting;

/// <summary>
/// Holds a sweeper back after the store was away: those who hold leases could not renew them meanwhile and are alive all the
/// same. Taking their work over at once would make them lose what they have just paid for.
/// </summary>
/// <param name="sweepInterval">Time between two looks.</param>
/// <param name="grace">Time for the others to renew; zero for none.</param>
public sealed class OutageGrace(TimeSpan sweepInterval, TimeSpan grace)
{
    private DateTimeOffset? _lastLook;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Whether work may be taken over, asked after each look that succeeded.</summary>
    public bool HasPassed(DateTimeOffset now)
    {
        if (now - _lastLook > (2 * sweepInterval) + TimeSpan.FromSeconds(1))
        {
            _until = now + grace;
        }

        _lastLook = now;
        return now >= _until;
    }
}
