using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentPlatform.Llm.Tests.Simulation;

public sealed class DesignerTests
{
    private const string Scheduled = """{"draft":{"name":"x"},"schedule":{"text":{"ko":"매주 월요일 오전 8시","en":"every Monday at 08:00"}}}""";
    private const string Refused = """{"error":"언제인지 모호합니다.","suggestions":["매일 오전 9시","매일 오후 9시"]}""";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly ChatOptions Tools = new()
    {
        Tools = [.. new[] { "draft_agent", "ask_user", "set_schedule", "test_run", "save_agent", "list_agents" }.Select(name => AIFunctionFactory.CreateDeclaration(name, null, JsonElement.Parse("""{"type":"object"}""")))],
    };

    [Theory]
    [InlineData("매주 월요일 아침 8시에 주식 시장을 요약해줘", "주식 시장 요약", "## 역할", "시뮬레이션")]
    [InlineData("Summarize AI news every morning at 7", "Summarize AI news", "## Role", "simulated")]
    [InlineData("저는 개발자예요. 매일 아침 9시에 GitHub 트렌딩을 정리해줘.", "GitHub 트렌딩 정리", "## 역할", "시뮬레이션")]
    [InlineData("I run a shop. Summarize yesterday's orders every day at 7 a.m. please.", "Summarize yesterday's orders", "## Role", "simulated")]
    [InlineData("뉴스 요약해줘", "뉴스 요약", "## 역할", "시뮬레이션")]
    public async Task A_job_is_drafted_in_the_users_language(string request, string name, string heading, string note)
    {
        using var chat = new Conversation();

        var call = await chat.SayAsync(request);

        Assert.Contains(note, chat.LastText, StringComparison.Ordinal);
        Assert.Equal("draft_agent", call!.Name);
        Assert.Equal(["description", "name", "prompt", "schedule", "tools"], call.Arguments!.Keys.Order());
        Assert.Equal((name, request), (call.Arguments["name"], call.Arguments["schedule"]));
        Assert.StartsWith(heading, (string)call.Arguments["prompt"]!, StringComparison.Ordinal);
        Assert.Equal(["clock", "write_file"], (string[])call.Arguments["tools"]!);
    }

    [Theory]
    [InlineData("매주 월요일 아침 8시에 주식 시장을 요약해줘", "매주 월요일 오전 8시", "활성화")]
    [InlineData("Summarize the stock market every Monday at 8", "every Monday at 08:00", "activate")]
    public async Task A_draft_is_summed_up_with_its_schedule(string request, string schedule, string activate)
    {
        using var chat = new Conversation();
        await chat.SayAsync(request);

        var call = await chat.AnswerAsync(Scheduled);

        Assert.Null(call);
        Assert.Contains(schedule, chat.LastText, StringComparison.Ordinal);
        Assert.Contains(activate, chat.LastText, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("simulated", chat.LastText, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unclear_schedule_is_asked_for_and_the_choice_drafts_again()
    {
        using var chat = new Conversation();
        await chat.SayAsync("매일 9시쯤 언젠가 뉴스를 요약해줘");

        var ask = await chat.AnswerAsync(Refused);
        await chat.AnswerAsync("shown");
        var again = await chat.SayAsync("매일 오전 9시");

        Assert.Equal("ask_user", ask!.Name);
        Assert.Equal(["매일 오전 9시", "매일 오후 9시"], (string[])ask.Arguments!["options"]!);
        Assert.Equal(("draft_agent", "매일 오전 9시"), (again!.Name, again.Arguments!["schedule"]));
        Assert.Contains("뉴스", (string)again.Arguments["name"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "매일 9시로 바꿔줘", "set_schedule")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "평일 오전 7시", "set_schedule")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "테스트", "test_run")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "테스트 해줘", "test_run")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "저장", "save_agent")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "저장해줘", "save_agent")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "내 에이전트 보여줘", "list_agents")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "이름을 아침 증시로 바꿔줘", "draft_agent")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "매일 오후 6시에 날씨를 알려줘", "draft_agent")]
    [InlineData("매주 월요일 8시에 주식 요약해줘", "고마워", null)]
    [InlineData("Summarize stocks every Monday at 8", "change it to daily at 9am", "set_schedule")]
    [InlineData("Summarize stocks every Monday at 8", "weekdays at 7am instead", "set_schedule")]
    [InlineData("Summarize stocks every Monday at 8", "every day at 9am", "set_schedule")]
    [InlineData("Summarize stocks every Monday at 8", "test it", "test_run")]
    [InlineData("Summarize stocks every Monday at 8", "save", "save_agent")]
    [InlineData("Summarize stocks every Monday at 8", "ok, save it please", "save_agent")]
    [InlineData("Summarize stocks every Monday at 8", "list my agents", "list_agents")]
    [InlineData("Summarize stocks every Monday at 8", "rename it to Market brief", "draft_agent")]
    [InlineData("Summarize stocks every Monday at 8", "Translate my notes every day at 6pm", "draft_agent")]
    [InlineData("Summarize stocks every Monday at 8", "thanks!", null)]
    [InlineData("Summarize stocks every Monday at 8", "activate it", null)]
    public async Task With_a_draft_short_requests_change_it(string job, string request, string? tool)
    {
        using var chat = new Conversation();
        await chat.SayAsync(job);
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync(request);

        Assert.Equal(tool, call?.Name);
        Assert.True(tool != "set_schedule" || request.Contains((string)call!.Arguments!["phrase"]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("매일 9시로 바꿔줘", "매일 9시")]
    [InlineData("평일 오전 7시", "평일 오전 7시")]
    [InlineData("시간을 평일 오전 7시로 변경해 주세요.", "평일 오전 7시")]
    [InlineData("매주 월요일 9시로 해줘", "매주 월요일 9시")]
    [InlineData("change it to daily at 9am", "daily at 9am")]
    [InlineData("please make it every Monday at 8", "every Monday at 8")]
    [InlineData("run it every weekday at 7am please", "every weekday at 7am")]
    [InlineData("weekdays at 7am instead", "weekdays at 7am")]
    public async Task A_new_time_is_set_with_all_of_its_words_and_no_others(string request, string phrase)
    {
        using var chat = new Conversation();
        await chat.SayAsync("Summarize stocks every Monday at 8");
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync(request);

        Assert.Equal(("set_schedule", phrase), (call?.Name, (string?)call?.Arguments!["phrase"]));
    }

    [Theory]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "내일부터 해줘")]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "주말은 10시에 해줘")]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "주말은 빼줘")]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "평일만")]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "12월까지만")]
    [InlineData("매일 아침 9시에 뉴스 요약해줘", "주말에는 하지 마")]
    [InlineData("Summarize the news every day at 9am", "only on weekdays")]
    [InlineData("Summarize the news every day at 9am", "not on weekends")]
    [InlineData("Summarize the news every day at 9am", "starting in January")]
    [InlineData("Summarize the news every day at 9am", "starting tomorrow please")]
    public async Task What_only_says_more_of_the_schedule_is_said_of_the_one_that_is_there(string job, string request)
    {
        using var chat = new Conversation();
        var drafted = await chat.SayAsync(job);
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync(request);

        Assert.Equal(("draft_agent", drafted!.Arguments!["name"], $"{job}. {request}"), (call?.Name, call?.Arguments!["name"], call?.Arguments!["schedule"]));
    }

    [Fact]
    public async Task More_of_the_schedule_is_said_of_the_words_that_were_set_last()
    {
        using var chat = new Conversation();
        await chat.SayAsync("뉴스 요약해줘");
        await chat.AnswerAsync("""{"draft":{"name":"x"}}""");
        await chat.SayAsync("매일 오전 9시");
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync("주말은 빼줘");

        Assert.Equal(("draft_agent", "매일 오전 9시. 주말은 빼줘"), (call?.Name, call?.Arguments!["schedule"]));
    }

    [Theory]
    [InlineData("일정 없애줘")]
    [InlineData("스케줄은 삭제해줘")]
    [InlineData("remove the schedule")]
    [InlineData("Please drop its schedule.")]
    public async Task A_schedule_is_taken_away(string request)
    {
        using var chat = new Conversation();
        var drafted = await chat.SayAsync("매일 아침 9시에 뉴스 요약해줘");
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync(request);

        Assert.Equal(("draft_agent", drafted!.Arguments!["name"], ""), (call?.Name, call?.Arguments!["name"], call?.Arguments!["schedule"]));
    }

    [Theory]
    [InlineData("평일 오전 9시, 공휴일 제외")]
    [InlineData("2026년 12월 31일까지 매일 오전 9시")]
    [InlineData("every day until 2026-11-30 at 09:00")]
    [InlineData("every day at 09:00 (America/New_York)")]
    public async Task A_schedule_that_is_offered_is_set_when_it_is_chosen(string choice)
    {
        using var chat = new Conversation();
        await chat.SayAsync("매일 아침 9시에 뉴스 요약해줘");
        await chat.AnswerAsync(Scheduled);

        var call = await chat.SayAsync(choice);

        Assert.Equal(("set_schedule", choice), (call?.Name, call?.Arguments!["phrase"]));
    }

    [Theory]
    [InlineData("In 20 minutes remind me about the meeting", "draft_agent")]
    [InlineData("평일 아침 9시에 공휴일 목록을 알려줘", "draft_agent")]
    [InlineData("목록 보여줘", "list_agents")]
    public async Task A_job_is_a_job_whatever_it_begins_or_ends_with(string request, string tool)
    {
        using var chat = new Conversation();

        Assert.Equal(tool, (await chat.SayAsync(request))?.Name);
    }

    [Theory]
    [InlineData("매주 금요일 오후 5시에 다음 주 월요일 회의 안건을 정리해줘", "다음 주 월요일 회의 안건을 정리해줘")]
    [InlineData("매일 아침 9시에 12월 25일 행사 준비 상황을 알려줘", "12월 25일 행사 준비 상황을 알려줘")]
    [InlineData("매일 아침 8시에 9시부터 18시까지의 회의 목록을 알려줘", "9시부터 18시까지의 회의 목록을 알려줘")]
    [InlineData("매주 월요일 오전 9시에 회의록을 정리해줘", "회의록을 정리해줘")]
    public async Task The_job_keeps_the_days_and_times_of_its_things(string request, string task)
    {
        using var chat = new Conversation();

        var prompt = (string)(await chat.SayAsync(request))!.Arguments!["prompt"]!;

        Assert.Contains(task, prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("오전 9시에 회의록", prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("안녕하세요")]
    [InlineData("뭐 할 수 있어?")]
    [InlineData("저장")]
    [InlineData("테스트")]
    [InlineData("매일 오전 9시")]
    [InlineData("ㅁㄴㅇㄹ")]
    [InlineData("hi")]
    [InlineData("What can you do?")]
    [InlineData("how does this work")]
    [InlineData("save")]
    [InlineData("???")]
    [InlineData("")]
    public async Task What_is_no_job_is_answered_with_help(string request)
    {
        using var chat = new Conversation();

        var call = await chat.SayAsync(request);

        Assert.Null(call);
        Assert.True(chat.LastText.Length > 40);
    }

    [Theory]
    [InlineData("내 에이전트 보여줘", """{"agents":[{"name":"주식 요약","status":"active","schedule":{"text":{"ko":"매일 9시","en":"daily"}}}]}""", "**주식 요약** · 매일 9시 · 활성")]
    [InlineData("list my agents", """[{"name":"News","status":"draft"}]""", "**News** · draft")]
    [InlineData("list my agents", """{"items":[]}""", "no agents")]
    [InlineData("내 에이전트 목록", "[]", "아직")]
    public async Task Agents_are_listed(string request, string result, string expected)
    {
        using var chat = new Conversation();
        var call = await chat.SayAsync(request);
        await chat.AnswerAsync(result);

        Assert.Equal("list_agents", call!.Name);
        Assert.Contains(expected, chat.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_limit_cuts_the_text_and_drops_the_call()
    {
        using var model = new SimulatedChatClient();
        var answer = await model.GetResponseAsync("매일 9시에 뉴스 요약해줘", new ChatOptions { Tools = Tools.Tools, MaxOutputTokens = 20 }, Token);

        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Empty(answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.InRange(answer.Usage!.OutputTokenCount!.Value, 1, 20);
    }

    private sealed class Conversation : IDisposable
    {
        private readonly SimulatedChatClient model = new();
        private readonly List<ChatMessage> messages = [new(ChatRole.System, "You design agents.")];
        private FunctionCallContent? call;

        public string LastText { get; private set; } = "";

        public void Dispose() => model.Dispose();

        public Task<FunctionCallContent?> SayAsync(string text) => AskAsync(new ChatMessage(ChatRole.User, text));

        public Task<FunctionCallContent?> AnswerAsync(string result) => AskAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call!.CallId, result)]));

        private async Task<FunctionCallContent?> AskAsync(ChatMessage message)
        {
            messages.Add(message);
            var answer = await model.GetResponseAsync(messages, Tools, Token);
            messages.AddMessages(answer);
            LastText = answer.Text;
            call = answer.Messages.SelectMany(item => item.Contents).OfType<FunctionCallContent>().SingleOrDefault();
            return call;
        }
    }
}
