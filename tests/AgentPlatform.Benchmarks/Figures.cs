namespace AgentPlatform.Benchmarks;

/// <summary>Times of one kind, in milliseconds.</summary>
internal sealed class Figures
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time)
    {
        lock (_milliseconds)
        {
            _milliseconds.Add(time.TotalMilliseconds);
        }
    }

    /// <summary>The time that a share of all times does not pass.</summary>
    public double Percentile(double share)
    {
        lock (_milliseconds)
        {
            _milliseconds.Sort();
            return _milliseconds.Count == 0 ? double.NaN : _milliseconds[Math.Min(_milliseconds.Count - 1, (int)(share * _milliseconds.Count))];
        }
    }
}
