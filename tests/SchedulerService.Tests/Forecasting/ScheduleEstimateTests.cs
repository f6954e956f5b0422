using AgentPlatform.Contracts.Schedules;
using SchedulerService.Firing;
using SchedulerService.Firing.Rules;
using SchedulerService.Forecasting;

namespace SchedulerService.Tests.Forecasting;

public sealed class ScheduleEstimateTests
{
    private const int Days = 30;
    private static readonly DateTimeOffset From = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly FiringLimits Limits = FiringLimits.Of(new FiringOptions());

    /// <summary>Each holds more than are decided one by one, and no more than a walk takes.</summary>
    public static TheoryData<string, double> Dense => new MatrixTheoryData<string, double>(
        [
            "*/30 * * * * *",
            "*/10 * 9-17 * * *",
            "* * * 24 * *",
            "0 * * * * *|*/5 * 9 * * *",
            "0 * * * * *|* * 0-12 18 12 *",
            "0 * * * * *|* * 7-12 22 11 *",
        ],
        [1.5, 90, 4000]);

    [Theory]
    [MemberData(nameof(Dense))]
    public void A_dense_schedule_comes_to_what_a_walk_of_all_its_instants_does(string crons, double runSeconds)
    {
        foreach (var overlap in Overlaps.All)
        {
            var schedule = Of(crons, overlap);
            var walked = ScheduleSimulation.Run("agent", schedule, From, Days, TimeSpan.FromSeconds(runSeconds), Limits, TestContext.Current.CancellationToken)!;

            var estimated = Estimate(schedule, TimeSpan.FromSeconds(runSeconds));

            Assert.InRange(walked.Instants, ScheduleEstimate.MaxDecided + 1, ScheduleSimulation.MaxInstants);
            Assert.Equal(walked.Instants, estimated.Instants);
            Near(walked.Fires, estimated.Fires, walked.Instants);
            Near(walked.Overlaps, estimated.Overlaps, walked.Instants);
            Near(walked.Skipped, estimated.Skipped, walked.Instants);
            Near(walked.Waited, estimated.Waited, walked.Instants);
            Near(walked.Cancelled, estimated.Cancelled, walked.Instants);
        }
    }

    [Fact]
    public void A_schedule_of_every_minute_is_told_exactly()
    {
        var schedule = Of("* * * * *", Overlaps.BufferAll);

        Assert.Equal(ScheduleSimulation.Run("agent", schedule, From, Days, TimeSpan.FromSeconds(90), Limits, TestContext.Current.CancellationToken), Estimate(schedule, TimeSpan.FromSeconds(90)));
    }

    /// <summary>Days after <see cref="From"/> of the beginning and the end, each if given, of a schedule of every second.</summary>
    [Theory]
    [InlineData(null, null, 30 * 86_400)]
    [InlineData(10.0, null, 20 * 86_400)]
    [InlineData(null, 7.2, 622_081)]
    [InlineData(10.0, 17.25, 626_401)]
    [InlineData(-10.0, 40.0, 30 * 86_400)]
    [InlineData(25.0, null, 5 * 86_400)]
    public void What_is_too_dense_to_be_counted_goes_on_between_its_own_beginning_and_end_only(double? startAt, double? endAt, int instants)
    {
        var schedule = Of("* * * * * *", Overlaps.AllowAll) with { StartAt = From.AddDays(startAt ?? 0), EndAt = endAt is null ? null : From.AddDays(endAt.Value) };

        var forecast = Estimate(schedule, TimeSpan.Zero);

        Assert.Equal((instants, instants), (forecast.Instants, forecast.Fires));
    }

    [Theory]
    [InlineData("* * * * * *", null, null)]
    [InlineData("* * 9-17 * * *", null, null)]
    [InlineData("* * 9-17 * * *", 4.5, 27.3)]
    [InlineData("* * * * * *", 12.4, 29.1)]
    [InlineData("*/2 * * * * *", 1.5, null)]
    public void What_is_too_dense_to_be_counted_comes_to_what_shorter_pieces_of_it_do(string cron, double? startAt, double? endAt)
    {
        var runLength = TimeSpan.FromSeconds(1.5);
        var schedule = Of(cron) with { StartAt = startAt is null ? null : From.AddDays(startAt.Value), EndAt = endAt is null ? null : From.AddDays(endAt.Value) };
        var pieces = Enumerable.Range(0, 6).Select(piece => Assert.IsType<ScheduleForecast>(ScheduleSimulation.Run("agent", schedule, From.AddDays(5 * piece), 5, runLength, Limits, TestContext.Current.CancellationToken))).ToList();

        var forecast = Estimate(schedule, runLength);

        Assert.True(pieces.Sum(piece => piece.Instants) > ScheduleSimulation.MaxInstants);
        Near(pieces.Sum(piece => piece.Instants), forecast.Instants);
        Near(pieces.Sum(piece => piece.Fires), forecast.Fires);
        Near(pieces.Sum(piece => piece.Skipped), forecast.Skipped);

        // Nights are in it as often as the walk met them: three in a hundred is some hours of a month.
        static void Near(int exact, int estimated) => Assert.InRange(estimated, exact * 0.97, exact * 1.03);
    }

    /// <summary>Within three in a hundred, or one in a thousand of all instants where there are few.</summary>
    private static void Near(int exact, int estimated, int instants) => Assert.InRange(estimated, exact - Tolerance(exact, instants), exact + Tolerance(exact, instants));

    private static double Tolerance(int exact, int instants) => Math.Max(0.03 * exact, 0.001 * instants);

    private static ScheduleForecast Estimate(Schedule schedule, TimeSpan runLength) => ScheduleEstimate.Of("agent", schedule, From, Days, runLength, Limits, TestContext.Current.CancellationToken);

    /// <summary>One schedule by cron rules that are separated by bars.</summary>
    private static Schedule Of(string crons, string overlap = Overlaps.Skip) => new()
    {
        Specs = [.. crons.Split('|').Select(cron => new ScheduleSpec { Cron = cron })],
        TimeZone = "UTC",
        Overlap = overlap,
        Text = new("", ""),
    };
}
