namespace AgentPlatform.Llm;

/// <summary>The worst case of one model call, set aside before it.</summary>
/// <param name="Granted">False when too little is left for a useful answer; then nothing is set aside.</param>
/// <param name="InputTokens">Upper estimate of the prompt.</param>
/// <param name="MaxOutputTokens">What to send as the call's limit.</param>
public readonly record struct BudgetReservation(bool Granted, long InputTokens, int MaxOutputTokens)
{
    /// <summary>Tokens set aside.</summary>
    public long Tokens => InputTokens + MaxOutputTokens;
}
