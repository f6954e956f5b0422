using System.ComponentModel.DataAnnotations;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>How the embedded server keeps its documents.</summary>
public sealed class EmbeddedFirestoreOptions
{
    /// <summary>The path that means: nothing is kept after the server is disposed.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The database file, made when missing; <c>:memory:</c> for tests is a temporary file without durability.</summary>
    [Required]
    public required string Path { get; init; }

    /// <summary>What an acknowledged commit survives; default: a loss of power.</summary>
    public EmbeddedDurability Durability { get; init; } = EmbeddedDurability.Full;

    /// <summary>The text of a <c>firestore.indexes.json</c>; default: none.</summary>
    public string? IndexesJson { get; init; }

    /// <summary>How often documents are deleted whose field with a TTL policy lies in the past; default: 10 minutes. Firestore itself takes up to a day.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a query that production would refuse without an index fails; default: when <see cref="IndexesJson"/> is given.</summary>
    public bool? EnforceIndexes { get; init; }

    /// <summary>The most parsed documents kept in memory; default: 50,000.</summary>
    [Range(0, int.MaxValue)]
    public int CacheMaxDocuments { get; init; } = 50_000;

    /// <summary>The most bytes of serialized documents kept parsed in memory; default: 64 MiB.</summary>
    [Range(0L, long.MaxValue)]
    public long CacheMaxBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The most commits that are written with one flush; default: 256.</summary>
    [Range(1, 10_000)]
    public int MaxCommitsPerGroup { get; init; } = 256;

    /// <summary>The most commits that wait for the writer before callers wait to enqueue; default: 4,096.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingCommits { get; init; } = 4_096;

    /// <summary>The most commits that wait for one slow listener before it starts afresh; default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingChangesPerListener { get; init; } = 1_024;

    /// <summary>The connections that read at the same time; default: 8.</summary>
    [Range(1, 256)]
    public int MaxReaders { get; init; } = 8;

    /// <summary>How long a transaction may stay open, as in production; default: 270 seconds.</summary>
    public TimeSpan TransactionLifetime { get; init; } = TimeSpan.FromSeconds(270);
}
