namespace AgentPlatform.Firestore;

/// <summary>Whether a client talks to an emulator or to production.</summary>
public enum EmulatorDetection
{
    /// <summary>Production, whatever the environment says.</summary>
    None,

    /// <summary>Production; an emulator in the environment is an error.</summary>
    ProductionOnly,

    /// <summary>An emulator; none in the environment is an error.</summary>
    EmulatorOnly,

    /// <summary>An emulator when there is one, otherwise production.</summary>
    EmulatorOrProduction,
}
