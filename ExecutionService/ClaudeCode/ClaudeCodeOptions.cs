using System.ComponentModel.DataAnnotations;

namespace ExecutionService.ClaudeCode;

/// <summary>The Claude Code CLI as an engine of runs, and what its program may ask of the model.</summary>
public sealed class ClaudeCodeOptions
{
    public const string Section = "ClaudeCode";

    /// <summary>Path of the native program. Default null: it is looked for in <see cref="ToolsFolder"/>, then in PATH as <c>claude</c>.</summary>
    public string? Program { get; set; }

    /// <summary>Folder into which <c>eng/local/claude-code.sh</c> installs it. Default <c>data/tools/claude-code</c>.</summary>
    [Required]
    public string ToolsFolder { get; set; } = "data/tools/claude-code";

    /// <summary>Times that the program tries a failed model call again, with growing pauses. Default 4; with fewer than 2 an overloaded model has no fallback.</summary>
    [Range(0, 10)]
    public int ModelRetries { get; set; } = 4;

    /// <summary>Output tokens of one model call. Default 16,000.</summary>
    [Range(1_024, 128_000)]
    public int MaxOutputTokens { get; set; } = 16_000;

    /// <summary>Seconds of one model call. Default 600.</summary>
    [Range(1, 3_600)]
    public int MaxCallSeconds { get; set; } = 600;

    /// <summary>Seconds without a byte of a running answer. Default 120.</summary>
    [Range(1, 3_600)]
    public int StreamIdleSeconds { get; set; } = 120;

    /// <summary>Model calls of one run at the same time; further ones wait. Default 4.</summary>
    [Range(1, 64)]
    public int MaxConcurrentCalls { get; set; } = 4;

    /// <summary>Requests of one run, counting of tokens and failed calls included. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequests { get; set; } = 2_000;

    /// <summary>Bytes of one request. Default 32 MiB, which is the API's own limit.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Bytes that the program may write in one run, events and text pieces included. Default 64 MiB.</summary>
    [Range(1_024 * 1_024, 1_024 * 1_024 * 1_024)]
    public int MaxOutputBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Characters of a tool's input or output that are kept. Default 16,384.</summary>
    [Range(1_000, 1_000_000)]
    public int MaxEventCharacters { get; set; } = 16_384;
}
