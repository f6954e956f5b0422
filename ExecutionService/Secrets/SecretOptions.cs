using System.ComponentModel.DataAnnotations;

namespace ExecutionService.Secrets;

/// <summary>Where the keys are that users' secrets are encrypted with. (<c>Secrets:Directory</c>, settings from mounted files, is another thing.)</summary>
public sealed class SecretOptions
{
    public const string Section = "Secrets";

    /// <summary>Folder of the keys, shared by every replica. Default: none, and the keys are in Firestore, where every replica finds them but so does a copy of the store.</summary>
    public string? KeyRingDirectory { get; set; }

    /// <summary>PEM file with a certificate and its RSA key, with which the keys are encrypted before they are stored. Default: none.</summary>
    public string? KeyRingCertificatePath { get; set; }

    /// <summary>Secrets of one user. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxPerUser { get; set; } = 100;
}
