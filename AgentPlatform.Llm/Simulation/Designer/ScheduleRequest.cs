using System.Text.RegularExpressions;

namespace AgentPlatform.Llm.Simulation;

/// <summary>A request to change the time of a draft: "매일 9시로 바꿔줘", "change it to daily at 9am instead".</summary>
internal static partial class ScheduleRequest
{
    /// <summary>The words for the time: the request without what asks for the change.</summary>
    public static string TimeOf(string text)
    {
        var time = Behind().Replace(Before().Replace(text, ""), "").Trim();
        return time.Length > 0 ? time : text;
    }

    [GeneratedRegex(@"^\s*(?:(?:ok(?:ay)?|yes|no|please|can\s+you|could\s+you|let's|아니|좋아|그럼|음)[,.!]?\s+)*(?:(?:change|make|move|reschedule|set|switch)\s+(?:it|that|this|the\s+(?:schedule|time))(?:\s+(?:to|for))?\s+|(?:run|schedule)\s+(?:it|that|this)\s+|(?:시간|시각|일정|스케줄)(?:을|를|은)?\s+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Before();

    [GeneratedRegex(@"(?:\s+(?:instead|please)|\s*(?:으로|로)?\s*(?:바꿔|변경|수정|옮겨|설정|맞춰|실행|돌려|해)(?:해|하자)?(?:\s*(?:줘|주세요|줄래|주라))?요?)?\s*[.!~]*\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Behind();
}
