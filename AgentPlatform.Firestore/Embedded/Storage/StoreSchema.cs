namespace AgentPlatform.Firestore.Embedded;

internal static class StoreSchema
{
    /// <summary>
    /// A collection's documents in the order of their names are a range of docs_name; idx holds the rows of declared indexes
    /// under keys that sort as Firestore does.
    /// </summary>
    public const string Create = """
        CREATE TABLE docs (rid INTEGER PRIMARY KEY, coll TEXT NOT NULL, id TEXT NOT NULL, grp TEXT NOT NULL, ut INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX docs_name ON docs (coll, id);
        CREATE TABLE idx (def INTEGER NOT NULL, key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (def, key)) WITHOUT ROWID;
        CREATE TABLE idx_def (def INTEGER PRIMARY KEY, signature TEXT NOT NULL UNIQUE);
        CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta VALUES ('last', 0);
        """;
}
