using AgentPlatform.EndToEnd.Tests.Platform;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentPlatform.EndToEnd.Tests.Browser;

public sealed class BrowserJourneyTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_new_user_describes_a_job_in_Korean_and_sees_it_run_on_time()
    {
        var browser = fixture.Browser;
        await using var platform = await StandaloneProcess.StartAsync();
        await using (var visitor = await Visitor.ArriveAsync(browser, platform, "ko-KR", "Asia/Seoul", ColorScheme.Light, 1280))
        {
            await DescribeAsync(visitor, "맡기고 싶은 일을 설명해 주세요", "매주 월요일 아침 8시에 지난주 주식 시장을 요약해줘");
            await visitor.ShootAsync("chat-draft-ko.png");
            await UseCardAsync(visitor, "테스트 실행", "실행", "저장", "활성화", "에이전트 열기");
            await visitor.ShootAsync("chat-ko.png");
            await visitor.CheckAsync();

            await visitor.Link("에이전트 열기").ClickAsync();
            await RescheduleAsync(visitor, "*/5 * * * * *");
            await visitor.ShootAsync("agent-schedule.png");
            await visitor.CheckAsync();
            var agent = visitor.Page.Url;
            await SeeItRunAsync(visitor);

            await visitor.Page.GotoAsync(agent);
            await SeeWhatItWillCostAsync(visitor);

            await visitor.Link("사용량").ClickAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Application)).ToBeVisibleAsync();
            await visitor.ShootAsync("usage.png");
            await visitor.CheckAsync();
            await visitor.Link("에이전트").ClickAsync();
            await Expect(visitor.Page.Locator("a[href^='/agents/']").First).ToBeVisibleAsync();
            await visitor.CheckAsync();
            // The browser itself tells of a refusal, though this one was meant.
            Assert.DoesNotContain(visitor.Complaints, complaint => !complaint.Contains("status of 402", StringComparison.Ordinal));
        }

        await platform.StopAsync();
    }

    [Fact]
    public async Task The_same_goes_in_English_on_a_small_dark_screen()
    {
        var browser = fixture.Browser;
        await using var platform = await StandaloneProcess.StartAsync();
        await using (var visitor = await Visitor.ArriveAsync(browser, platform, "en-US", "Europe/Berlin", ColorScheme.Dark, 390))
        {
            await DescribeAsync(visitor, "Describe the job you want done", "Summarise last week's stock market every Monday at 8 am");
            await UseCardAsync(visitor, "Test run", "Execution", "Save", "Activate", "Open agent");
            await visitor.ShootAsync("chat-en-mobile.png");
            await visitor.CheckAsync();
            Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
            Assert.True(visitor.Complaints.Count == 0, string.Join('\n', visitor.Complaints));
        }

        await platform.StopAsync();
    }

    private static async Task DescribeAsync(Visitor visitor, string box, string job)
    {
        await visitor.Page.GotoAsync("/");
        await visitor.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = box }).FillAsync(job);
        await visitor.Page.Keyboard.PressAsync("Enter");

        var answer = visitor.Page.GetByRole(AriaRole.Article).Last;
        await Expect(answer).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(answer).ToHaveAttributeAsync("aria-busy", "false");
    }

    private static async Task UseCardAsync(Visitor visitor, string test, string run, string save, string activate, string open)
    {
        await visitor.Button(test).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = run, Exact = true })).ToHaveAttributeAsync("aria-busy", "false");
        await visitor.Button(save).ClickAsync();
        await Expect(visitor.Link(open)).ToBeVisibleAsync();
        await visitor.Button(activate).ClickAsync();
        await Expect(visitor.Button(activate)).ToHaveCountAsync(0);
    }

    private static async Task RescheduleAsync(Visitor visitor, string cron)
    {
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "일정" }).ClickAsync();
        await visitor.Page.GetByText("Cron", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Cron 식" }).FillAsync(cron);
        await visitor.Button("일정 저장").ClickAsync();
        await Expect(visitor.Page.GetByText("일정을 저장했습니다")).ToBeVisibleAsync();
    }

    private static async Task SeeItRunAsync(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "실행 기록" }).ClickAsync();
        var executions = visitor.Page.GetByRole(AriaRole.Main).Locator("a[href^='/executions/']");
        await Expect(executions.First).ToBeVisibleAsync();
        await executions.Last.ClickAsync();
        await Expect(visitor.Page.GetByText("실행을 마쳤습니다").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Exact = true, Name = "단계" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("토큰").First).ToBeVisibleAsync();
        await visitor.ShootAsync("execution.png");
        await visitor.CheckAsync();
    }

    /// <summary>Every five seconds is more than a month's budget holds; once a week is not.</summary>
    private static async Task SeeWhatItWillCostAsync(Visitor visitor)
    {
        await visitor.Button("비활성화").ClickAsync();
        await visitor.Button("활성화").ClickAsync();
        await Expect(visitor.Page.GetByText("예상 사용량이 한 달 한도를 넘어 활성화하지 않았습니다")).ToBeVisibleAsync();
        await visitor.ShootAsync("activation-over-budget.png");
        await visitor.CheckAsync();

        await RescheduleAsync(visitor, "0 8 * * 1");
        await visitor.Button("활성화").ClickAsync();
        await Expect(visitor.Page.GetByText("앞으로 30일 예상")).ToBeVisibleAsync();
        await visitor.ShootAsync("activation-forecast.png");
        await visitor.CheckAsync();
    }
}
