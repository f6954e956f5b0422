namespace AgentPlatform.Llm.Simulation;

/// <summary>Applies an output limit as a provider does: the text is cut, and a tool call that no longer fits is not made.</summary>
internal static class AnswerLimit
{
    public static (SimulatedAnswer Answer, long Tokens, bool Cut) Apply(SimulatedAnswer answer, int? limit)
    {
        var text = Fit(answer.Text, limit);
        var tokens = TokenEstimator.OfText(text);
        if (text.Length < answer.Text.Length)
        {
            return (new SimulatedAnswer(text), tokens, Cut: true);
        }

        if (answer.Call is not { } call)
        {
            return (answer, tokens, Cut: false);
        }

        var callTokens = TokenEstimator.OfContent(new Microsoft.Extensions.AI.FunctionCallContent("", call.Name, call.Arguments));
        return tokens + callTokens > limit
            ? (new SimulatedAnswer(text), tokens, Cut: true)
            : (answer, tokens + callTokens, Cut: false);
    }

    private static string Fit(string text, int? limit)
    {
        if (limit is not { } tokens || TokenEstimator.OfText(text) <= tokens)
        {
            return text;
        }

        var (fits, tooLong) = (0, text.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = TokenEstimator.OfText(text[..middle]) <= tokens ? (middle, tooLong) : (fits, middle);
        }

        return Excerpt.Cut(text, fits);
    }
}
