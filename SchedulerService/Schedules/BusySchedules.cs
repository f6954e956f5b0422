using SchedulerService.Schedules.Storage;

namespace SchedulerService.Schedules;

/// <summary>What a request answers that gave up a change because others were always first.</summary>
internal static class BusySchedules
{
    public static TBuilder AnswerBusy<TBuilder>(this TBuilder endpoints, Func<IResult> answer)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (ScheduleBusyException)
            {
                return answer();
            }
        });
}
