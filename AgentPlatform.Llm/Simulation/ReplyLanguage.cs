namespace AgentPlatform.Llm.Simulation;

/// <summary>The languages of the product.</summary>
internal enum ReplyLanguage
{
    English,
    Korean,
}
