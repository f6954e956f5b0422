using AgentPlatform.Llm.Simulation;

namespace AgentPlatform.Llm.Tests.Simulation;

public sealed class EnglishNameTests
{
    [Theory]
    [InlineData("Summarize AI news every morning at 7", "Summarize AI news")]
    [InlineData("Every Monday at 8am, summarize the stock market", "Summarize the stock market")]
    [InlineData("Can you summarize AI news every morning at 7?", "Summarize AI news")]
    [InlineData("please check the server status every 30 minutes", "Check the server status")]
    [InlineData("Send me a weekly report of sales on Fridays at 5pm", "Weekly report of sales")]
    [InlineData("Remind me to drink water every 2 hours", "Drink water reminder")]
    [InlineData("Tell me the weather in Seoul every day at 7:30 am", "Report the weather in Seoul")]
    [InlineData("I want an agent that summarizes tech news daily at 9am", "Summarize tech news")]
    [InlineData("Create an agent that watches competitor prices every hour", "Watch competitor prices")]
    [InlineData("Build me a bot to translate press releases every weekday at 10", "Translate press releases")]
    [InlineData("I'd like you to analyze our expenses on the 1st of every month", "Analyze our expenses")]
    [InlineData("On weekdays at 6 p.m., write a status report", "Write a status report")]
    [InlineData("Every weekday at 8:00, compile overnight bug reports and send them to me", "Compile overnight bug reports")]
    [InlineData("Let me know when bitcoin drops below 50k", "Alert when bitcoin drops below 50k")]
    [InlineData("Daily at 9am: collect GitHub trending repositories", "Collect GitHub trending repositories")]
    [InlineData("Collect GitHub trending repositories daily", "Collect GitHub trending repositories")]
    [InlineData("every day at noon suggest a lunch menu", "Suggest a lunch menu")]
    [InlineData("Every Tuesday and Thursday at 3pm plan a workout for me", "Plan a workout")]
    [InlineData("Twice a day, check my inbox rules", "Check my inbox rules")]
    [InlineData("Write me a poem every evening", "Write a poem")]
    [InlineData("Hello, could you please track the dollar exchange rate every hour?", "Track the dollar exchange rate")]
    [InlineData("I need you to review open pull requests every morning", "Review open pull requests")]
    [InlineData("Monitor our website every 5 minutes and alert on errors", "Monitor our website and alert on errors")]
    [InlineData("Give me a quote of the day every day at 6am", "Quote of the day")]
    [InlineData("At midnight, analyze the log files", "Analyze the log files")]
    [InlineData("On the last day of every month prepare an invoice summary", "Prepare an invoice summary")]
    [InlineData("Prepare the team newsletter every other Friday", "Prepare the team newsletter")]
    [InlineData("Summarize customer reviews once a week", "Summarize customer reviews")]
    [InlineData("Find me cheap flights to Tokyo every Sunday evening", "Find cheap flights to Tokyo")]
    [InlineData("Get me the top 10 Hacker News stories at 8am every day", "Top 10 Hacker News stories")]
    [InlineData("Tomorrow at 10, prepare the meeting notes", "Prepare the meeting notes")]
    [InlineData("an agent for tracking bitcoin every hour", "Tracking bitcoin")]
    [InlineData("Make an agent which tries new recipes every weekend", "Try new recipes")]
    [InlineData("Summarize stocks Mondays at 9", "Summarize stocks")]
    [InlineData("Every Mon, Wed and Fri at 7am quiz me on Korean words", "Quiz on Korean words")]
    [InlineData("Report on 7-Eleven promotions every week", "Report on 7-Eleven promotions")]
    [InlineData("Summarize the first quarter results every Monday", "Summarize the first quarter results")]
    [InlineData("Between 9am and 6pm check the queue length every 15 minutes", "Check the queue length")]
    [InlineData("In the morning, list today's meetings", "List today's meetings")]
    [InlineData("Summarize AI news every morning at 7 KST", "Summarize AI news")]
    [InlineData("I want you to back up my notes every night", "Back up my notes")]
    [InlineData("Check that backups finished at 3am every night", "Check that backups finished")]
    [InlineData("every day at 9am", "New agent")]
    [InlineData("", "New agent")]
    public void A_request_becomes_a_short_title(string request, string name) => Assert.Equal(name, EnglishName.Of(request));

    [Fact]
    public void A_long_request_is_cut_at_a_word() =>
        Assert.InRange(EnglishName.Of("Summarize " + string.Concat(Enumerable.Repeat("very long winded ", 20)) + "news every day").Length, 30, 60);
}
