namespace AgentPlatform.Contracts;

/// <summary>Money as a decimal string, so that no reader rounds it.</summary>
public sealed record Cost(string Amount, string Currency = "USD")
{
    public static readonly Cost Zero = new("0");
}
