using Microsoft.Data.Sqlite;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>The database file: owned by one process through a lock file, checked and brought to the current layout.</summary>
internal sealed class StoreFile : IDisposable
{
    private const int ApplicationId = 0x41504653;
    private const int Layout = 1;
    private const int MaxLogBytes = 64 * 1024 * 1024;

    /// <summary>Pages of 4 KiB in the log before it is moved into the file: a page that is written often is then moved once.</summary>
    private const int LogPages = 8000;

    /// <summary>Pages that the writer keeps, so that it does not read back what it wrote a moment ago.</summary>
    private const int CacheKibibytes = 32 * 1024;

    private readonly string path;
    private readonly bool temporary;
    private readonly EmbeddedDurability durability;
    private readonly FileStream? lockFile;

    private StoreFile(string path, bool temporary, EmbeddedDurability durability, FileStream? lockFile)
    {
        this.path = path;
        this.temporary = temporary;
        this.durability = durability;
        this.lockFile = lockFile;
    }

    public static StoreFile Open(EmbeddedFirestoreOptions options)
    {
        if (options.Path == EmbeddedFirestoreOptions.InMemory)
        {
            return new StoreFile(Path.Combine(Path.GetTempPath(), "firestore-" + Path.GetRandomFileName() + ".db"), true, options.Durability, null);
        }

        var path = Path.GetFullPath(options.Path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var lockFile = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StoreFile(path, false, options.Durability, lockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedFirestoreException($"{path} cannot be opened: it is in use by another process, or its lock file {path}.lock is not writable ({e.Message})", e);
        }
    }

    public StoreConnection OpenWriter()
    {
        try
        {
            CheckHeader();
            var connection = new StoreConnection(Connect(SqliteOpenMode.ReadWriteCreate));
            try
            {
                Prepare(connection);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException e)
        {
            throw new EmbeddedFirestoreException($"{path} cannot be opened: {(RpcErrors.IsCorrupt(e) ? "it is damaged" : "the file system refused")} ({e.Message})", e);
        }
    }

    public StoreConnection OpenReader()
    {
        var connection = new StoreConnection(Connect(SqliteOpenMode.ReadWrite));
        connection.Execute("PRAGMA query_only = ON");
        return connection;
    }

    public void Dispose()
    {
        lockFile?.Dispose();
        if (temporary)
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(path + suffix);
            }
        }
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CheckHeader()
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return;
        }

        Span<byte> header = stackalloc byte[16];
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.SequenceEqual("SQLite format 3\0"u8))
        {
            throw new EmbeddedFirestoreException($"{path} cannot be opened: it is damaged or is not a database file");
        }
    }

    private void Prepare(StoreConnection connection)
    {
        var application = (long)connection.Scalar("PRAGMA application_id")!;
        var tables = (long)connection.Scalar("SELECT count(*) FROM sqlite_master")!;
        if (application != ApplicationId && (application != 0 || tables != 0))
        {
            throw new EmbeddedFirestoreException($"{path} cannot be opened: it is the database of another application");
        }

        var layout = (long)connection.Scalar("PRAGMA user_version")!;
        if (tables != 0 && layout != Layout)
        {
            throw new EmbeddedFirestoreException($"{path} cannot be opened: its layout is {layout}, this version reads {Layout}");
        }

        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute(
            temporary ? "PRAGMA synchronous = OFF"
            : durability == EmbeddedDurability.Full ? "PRAGMA synchronous = FULL"
            : "PRAGMA synchronous = NORMAL");
        connection.Execute($"PRAGMA wal_autocheckpoint = {LogPages}");
        connection.Execute($"PRAGMA cache_size = -{CacheKibibytes}");
        connection.Execute($"PRAGMA journal_size_limit = {MaxLogBytes}");
        if (tables == 0)
        {
            connection.Execute($"BEGIN; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Layout}; {StoreSchema.Create} COMMIT;");
        }
    }
}
