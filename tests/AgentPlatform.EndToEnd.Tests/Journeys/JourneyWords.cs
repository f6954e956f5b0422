namespace AgentPlatform.EndToEnd.Tests.Journeys;

/// <summary>What the person says, by language.</summary>
internal sealed record JourneyWords(string Locale, string TimeZone, string Job, string Wall)
{
    public static JourneyWords In(string locale) => locale switch
    {
        "ko" => new("ko", "Asia/Seoul", "매주 월요일 아침 8시에 주식 시장을 요약해줘", "월요일"),
        _ => new("en", "Europe/Berlin", "Every Monday at 8am summarize the stock market", "Monday"),
    };
}
