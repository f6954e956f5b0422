using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Mcp;

/// <summary>Limits of the MCP servers that agents name.</summary>
public sealed class McpOptions
{
    public const string Section = "Mcp";

    /// <summary>Host names that agents may name in a server's URL. Default none: every public host.</summary>
    [Required]
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Seconds until a server must have told its tools. Default 10.</summary>
    [Range(1, 120)]
    public int ConnectSeconds { get; set; } = 10;

    /// <summary>Seconds that one call may take. Default 120.</summary>
    [Range(1, 3600)]
    public int CallSeconds { get; set; } = 120;

    /// <summary>Seconds that a server has to end when a run is left. Default 2.</summary>
    [Range(1, 60)]
    public int CloseSeconds { get; set; } = 2;

    /// <summary>Tools that are taken of one server. Default 64.</summary>
    [Range(1, 512)]
    public int MaxTools { get; set; } = 64;

    /// <summary>Pages that a server may tell its tools in. Default 32.</summary>
    [Range(1, 1000)]
    public int MaxPages { get; set; } = 32;

    /// <summary>Bytes of the JSON Schema of one tool's input. Default 16,384.</summary>
    [Range(100, 1_000_000)]
    public int MaxSchemaBytes { get; set; } = 16_384;

    /// <summary>Characters of a tool's description that the model is told. Default 2,000.</summary>
    [Range(10, 100_000)]
    public int MaxDescriptionCharacters { get; set; } = 2_000;

    /// <summary>Characters of one result that the model is told. Default 65,536.</summary>
    [Range(100, 1_000_000)]
    public int MaxResultCharacters { get; set; } = 65_536;

    /// <summary>Bytes of one HTTP response. Default 8 MiB.</summary>
    [Range(1_000, 100_000_000)]
    public int MaxResponseBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes that a server in the sandbox may write during one run. Default 16 MiB.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxOutputBytes { get; set; } = 16 * 1024 * 1024;
}
