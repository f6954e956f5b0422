using AgentPlatform.Contracts.Agents;
using AgentPlatform.Contracts.Schedules;

namespace AgentService.Templates;

/// <summary>Ready examples in Korean and English.</summary>
internal static class AgentTemplates
{
    public static readonly IReadOnlyList<AgentTemplate> All =
    [
        new("ko-meeting-notes", "ko", "회의록 정리", "작업 폴더의 회의 메모를 결정 사항과 할 일로 정리합니다.",
            "당신은 꼼꼼한 서기입니다. 작업 폴더에서 notes로 시작하는 파일을 모두 읽고, 결정 사항·할 일(담당, 기한)·미해결 질문으로 나누어 out/minutes.md에 저장하세요. 파일이 없으면 없다고 말하세요.",
            [ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Phrase = "평일 오후 6시" }),
        new("ko-weekly-report", "ko", "주간 보고서", "매주 금요일에 한 주의 작업을 요약한 보고서를 씁니다.",
            "당신은 팀의 주간 보고서를 쓰는 비서입니다. 작업 폴더의 파일을 읽어 이번 주에 바뀐 것을 요약하고, 다음 주에 할 일을 세 가지 제안하세요. 결과는 out/weekly.md에 표와 함께 저장하세요.",
            [ToolNames.Clock, ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Phrase = "매주 금요일 오후 5시" }),
        new("ko-word-of-the-day", "ko", "오늘의 영어 표현", "매일 아침 영어 표현 하나를 예문과 함께 알려 줍니다.",
            "당신은 친절한 영어 선생님입니다. 직장에서 쓰는 영어 표현 하나를 고르고, 뜻, 쓰임, 예문 세 개(한국어 번역 포함)를 알려 주세요. 이미 쓴 표현은 history.txt에 적어 두고 되풀이하지 마세요.",
            [ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Phrase = "매일 오전 8시" }),
        new("en-daily-standup", "en", "Daily stand-up digest", "Collects the notes in the workspace into a stand-up digest every weekday.",
            "You prepare a team's stand-up. Read every file in the workspace whose name starts with 'notes'. Write out/standup.md with three sections: done, doing, blocked. Name people where the notes do. If there are no notes, say so.",
            [ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Phrase = "every weekday at 9:30am" }),
        new("en-monthly-review", "en", "Monthly review", "On the last day of each month, reviews the month's reports.",
            "You review a month of work. Read the reports under out/, find the three most important changes and one risk, and write out/review.md in at most one page.",
            [ToolNames.Clock, ToolNames.ListFiles, ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Frequency = "monthly", DayOfMonth = DayOfMonth.Last, Time = "18:00" }),
        new("en-reading-list", "en", "Reading list keeper", "Keeps a prioritised reading list from what is dropped into the workspace.",
            "You keep a reading list. Read inbox.txt, move every link to reading.md under a fitting heading with one sentence on why to read it, and leave inbox.txt empty.",
            [ToolNames.ReadFile, ToolNames.WriteFile], new ScheduleInput { Phrase = "every Sunday at 7pm" }),
    ];
}
