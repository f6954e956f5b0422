using Google.Cloud.Firestore.V1;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>One connection to the file with its prepared statements; used by one caller at a time.</summary>
internal sealed class StoreConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    public void Execute(string sql, params ReadOnlySpan<object?> arguments) => Command(sql, arguments).ExecuteNonQuery();

    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => Command(sql, arguments).ExecuteScalar();

    public SqliteDataReader Read(string sql, params ReadOnlySpan<object?> arguments) => Command(sql, arguments).ExecuteReader();

    /// <summary>The time of the last commit that this connection sees.</summary>
    public long Version() => (long)Scalar("SELECT value FROM meta WHERE key = 'last'")!;

    public (Document Document, int Size)? Load(DocumentName name)
    {
        using var row = Read("SELECT body FROM docs WHERE coll = $1 AND id = $2", name.Collection, name.Id);
        return row.Read() ? Body(row, 0) : null;
    }

    /// <summary>Parses a blob column without copying it first.</summary>
    public static (Document Document, int Size) Body(SqliteDataReader row, int column)
    {
        var blob = sqlite3_column_blob(row.Handle!, column);
        return (Document.Parser.ParseFrom(blob), blob.Length);
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, arguments.Length);
            prepared.Add(sql, command);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i];
        }

        return command;
    }

    // The text is one of the constants of this folder; values are always parameters.
    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        }

        return command;
    }
}
