using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentPlatform.Testing.Telemetry;

/// <summary>What the platform's sources and meters emit while a test runs, tests beside it included.</summary>
public sealed class RecordedTelemetry : IDisposable
{
    private const string Name = "AgentPlatform";

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<RecordedMeasurement> _measurements = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name.StartsWith(Name, StringComparison.Ordinal),
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _meters = new();

    public RecordedTelemetry()
    {
        _activities.ActivityStopped = _spans.Enqueue;
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Name, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.Start();
    }

    /// <summary>Spans that have ended.</summary>
    public IReadOnlyCollection<Activity> Spans => _spans;

    /// <summary>Measurements so far, with those of observable instruments now.</summary>
    public IReadOnlyCollection<RecordedMeasurement> Measurements
    {
        get
        {
            _meters.RecordObservableInstruments();
            return _measurements;
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new RecordedMeasurement(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString())));
}

/// <summary>One measurement.</summary>
public sealed record RecordedMeasurement(string Name, double Value, IReadOnlyDictionary<string, string?> Tags);
