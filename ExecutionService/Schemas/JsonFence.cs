namespace ExecutionService.Schemas;

/// <summary>Finds the block that an answer in Markdown fences as JSON.</summary>
internal static class JsonFence
{
    private const string Fence = "```";

    /// <summary>What the only block fenced as <c>json</c> (or, when the answer is nothing but a block, as nothing) holds; null when there is none, or more than one.</summary>
    public static string? ContentOf(string answer)
    {
        string? found = null;
        string? language = null;
        var content = new List<string>();
        var lines = answer.ReplaceLineEndings("\n").Split('\n');
        foreach (var line in lines)
        {
            var isFence = line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);
            if (language is null)
            {
                language = isFence ? line.Trim()[Fence.Length..].Trim() : null;
            }
            else if (!isFence)
            {
                content.Add(line);
            }
            else if (line.Trim() == Fence)
            {
                if (IsJson(language, lines))
                {
                    if (found is not null)
                    {
                        return null;
                    }

                    found = string.Join('\n', content);
                }

                content.Clear();
                language = null;
            }
            else
            {
                content.Add(line);
            }
        }

        return found;
    }

    private static bool IsJson(string language, string[] lines) =>
        language.Equals("json", StringComparison.OrdinalIgnoreCase) || (language.Length == 0 && lines[0].Trim() == Fence && lines[^1].Trim() == Fence);
}
