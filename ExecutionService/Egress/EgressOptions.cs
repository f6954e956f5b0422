using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Egress;

/// <summary>What the runs' way out allows, beside the names that their agents list.</summary>
public sealed class EgressOptions
{
    public const string Section = "Egress";

    /// <summary>Bytes of the head of one request, and of one answer where secrets are put in. Default 32,768.</summary>
    [Range(1_024, 262_144)]
    public int MaxHeadBytes { get; set; } = 32_768;

    /// <summary>Connections of one run at a time; further ones wait. Default 64.</summary>
    [Range(1, 1_000)]
    public int MaxConnections { get; set; } = 64;

    /// <summary>Seconds that a client has to send its head. Default 10.</summary>
    [Range(1, 300)]
    public int HeadSeconds { get; set; } = 10;

    /// <summary>Seconds for finding a host's address and connecting to it. Default 10.</summary>
    [Range(1, 300)]
    public int ConnectSeconds { get; set; } = 10;

    /// <summary>Seconds after which a connection on which nothing moves is closed. Default 120.</summary>
    [Range(1, 3_600)]
    public int IdleSeconds { get; set; } = 120;

    /// <summary>Bytes that one run may send. Default 256 MiB.</summary>
    [Range(1, 1e15)]
    public long MaxUploadBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes that one run may receive. Default 2 GiB.</summary>
    [Range(1, 1e15)]
    public long MaxDownloadBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Decisions that are kept of one run; further ones are counted. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxDecisions { get; set; } = 500;

    /// <summary>Folder for the runs' sockets; its path is short, for a socket's path has at most 107 bytes. Default <c>/tmp</c>.</summary>
    [Required, StringLength(50)]
    public string SocketRoot { get; set; } = "/tmp";

    /// <summary>Certificates (PEM) that programs trust beside the proxy's own. Default: the first that exists of those that Linux distributions have.</summary>
    public string? SystemCertificatesPath { get; set; }
}
