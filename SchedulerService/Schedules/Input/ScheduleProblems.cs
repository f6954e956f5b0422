using AgentPlatform.Contracts;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SchedulerService.Schedules.Input;

/// <summary>Says what is wrong with a schedule as problem details; fields are named below <c>schedule</c>, where callers wrote them.</summary>
internal static class ScheduleProblems
{
    public static ProblemHttpResult Of(ScheduleResolution resolution) => resolution switch
    {
        ScheduleResolution.Invalid { Errors: var errors } => Problem.Validation(errors.ToDictionary(error => Field(error.Key), error => error.Value)),
        ScheduleResolution.Refused refused => Refused(refused),
        _ => throw new ArgumentException("A resolved schedule is no problem.", nameof(resolution)),
    };

    private static ProblemHttpResult Refused(ScheduleResolution.Refused refused)
    {
        var details = Problem.Details(ProblemCodes.SchedulePhrase, refused.Reason, new Dictionary<string, string[]> { ["schedule.phrase"] = [refused.Reason] });
        details.Extensions["reason"] = refused.Refusal.Code;
        details.Extensions["suggestions"] = refused.Refusal.Suggestions;
        return TypedResults.Problem(details);
    }

    private static string Field(string field) => field == "schedule" ? field : $"schedule.{field}";
}
