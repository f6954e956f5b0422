using Google.Cloud.Firestore.V1;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Keeps the rows of declared indexes: for each write, and after the declarations changed between two starts.</summary>
internal static class IndexMaintenance
{
    private const string Insert = "INSERT OR REPLACE INTO idx (def, key, rid) VALUES ($1, $2, $3)";
    private const string Delete = "DELETE FROM idx WHERE def = $1 AND key = $2";

    public static void Update(StoreConnection connection, IndexDefinition definition, StoredChange change, long rid)
    {
        var before = IndexKeys.Of(definition, change.Name, change.Before);
        var after = IndexKeys.Of(definition, change.Name, change.After);
        if (before.Count == 1 && after.Count == 1 && before[0].AsSpan().SequenceEqual(after[0]))
        {
            return;
        }

        foreach (var key in before)
        {
            connection.Execute(Delete, definition.Id, key);
        }

        foreach (var key in after)
        {
            connection.Execute(Insert, definition.Id, key, rid);
        }
    }

    /// <summary>Numbers the definitions, drops the rows of removed ones and builds those of new ones.</summary>
    public static void Synchronise(StoreConnection connection, IReadOnlyList<IndexDefinition> definitions)
    {
        var known = new Dictionary<string, long>();
        using (var rows = connection.Read("SELECT def, signature FROM idx_def"))
        {
            while (rows.Read())
            {
                known.Add(rows.GetString(1), rows.GetInt64(0));
            }
        }

        connection.Execute("BEGIN IMMEDIATE");
        foreach (var (signature, id) in known.Where(k => definitions.All(d => d.Signature != k.Key)))
        {
            connection.Execute("DELETE FROM idx WHERE def = $1", id);
            connection.Execute("DELETE FROM idx_def WHERE def = $1", id);
        }

        foreach (var definition in definitions)
        {
            if (known.TryGetValue(definition.Signature, out var id))
            {
                definition.Id = (int)id;
            }
            else
            {
                definition.Id = Convert.ToInt32(connection.Scalar("INSERT INTO idx_def (signature) VALUES ($1) RETURNING def", definition.Signature), System.Globalization.CultureInfo.InvariantCulture);
                Build(connection, definition);
            }
        }

        connection.Execute("COMMIT");
    }

    private static void Build(StoreConnection connection, IndexDefinition definition)
    {
        using var rows = connection.Read("SELECT rid, body FROM docs WHERE grp = $1", definition.CollectionId);
        while (rows.Read())
        {
            Document document = StoreConnection.Body(rows, 1).Document;
            foreach (var key in IndexKeys.Of(definition, DocumentName.Parse(document.Name), document))
            {
                connection.Execute(Insert, definition.Id, key, rows.GetInt64(0));
            }
        }
    }
}
