using Google.Cloud.Firestore.V1;
using Microsoft.Data.Sqlite;
using static Google.Cloud.Firestore.V1.StructuredQuery.Types;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>Answers queries: along names, along a declared index, or by looking through one collection and sorting.</summary>
internal sealed class QueryRunner(IndexCatalog catalog, DocumentCache cache)
{
    /// <param name="connection">Where to read.</param>
    /// <param name="readSequence">The cache's sequence before the read; null when what is read is not yet committed.</param>
    /// <param name="parent">The resource name below which the collection is.</param>
    /// <param name="query">The query.</param>
    public List<Document> Run(StoreConnection connection, long? readSequence, string parent, StructuredQuery query)
    {
        var complete = QueryOrder.WithImplicit(query);
        QueryValidator.Validate(query, complete);
        var documents = Select(connection, readSequence, parent, complete);
        if (query.Select is not null)
        {
            for (var i = 0; i < documents.Count; i++)
            {
                documents[i] = Projections.Apply(query.Select, documents[i]);
            }
        }

        return documents;
    }

    private List<Document> Select(StoreConnection connection, long? readSequence, string parent, StructuredQuery complete)
    {
        var take = complete.Limit ?? int.MaxValue;
        var wanted = new Wanted(new QueryMatcher(complete), parent + "/", readSequence, complete.Offset, take);
        if (complete.From.Count == 0 || complete.From[0].CollectionId.Length == 0)
        {
            var (low, high) = QueryRows.Below(parent);
            using var rows = connection.Read(QueryRows.Descendants, low, high);
            return Sorted(complete, Accepted(rows, wanted, int.MaxValue), complete.Offset, take);
        }

        var from = complete.From[0];
        var shapes = QueryShape.Disjuncts(complete.Where)?.Select(c => QueryShape.From(complete, c)).ToList() ?? [];
        if (catalog.Enforced)
        {
            IndexRequirement.Check(catalog, shapes);
        }

        var collection = $"{parent}/{from.CollectionId}";
        if (shapes.Count == 1 && catalog.Best(shapes[0]) is { } match)
        {
            return AlongIndex(connection, complete, shapes[0], match, wanted, from.AllDescendants ? parent : collection);
        }

        if (!from.AllDescendants && complete.OrderBy[0].Field.FieldPath == FieldPath.NameField)
        {
            return AlongNames(connection, complete, collection, wanted);
        }

        using var candidates = from.AllDescendants
            ? connection.Read(QueryRows.Group, from.CollectionId, QueryRows.Below(parent).Low, QueryRows.Below(parent).High)
            : connection.Read(QueryRows.Ascending, collection, "", QueryRows.LastText);
        return Sorted(complete, Accepted(candidates, wanted, int.MaxValue), complete.Offset, take);
    }

    private List<Document> AlongNames(StoreConnection connection, StructuredQuery complete, string collection, Wanted wanted)
    {
        var descending = complete.OrderBy[0].Direction == Direction.Descending;
        var (low, high) = QueryRows.NameBounds(complete, collection, descending);
        using var rows = connection.Read(descending ? QueryRows.Descending : QueryRows.Ascending, collection, low, high);
        return Page(Accepted(rows, wanted, wanted.Most), wanted);
    }

    private List<Document> AlongIndex(StoreConnection connection, StructuredQuery complete, QueryShape shape, IndexMatch match, Wanted wanted, string parent)
    {
        var ranges = IndexRanges.Of(match, shape, parent);
        var documents = new List<Document>();
        foreach (var range in ranges)
        {
            using var rows = connection.Read(match.Reversed ? QueryRows.IndexDescending : QueryRows.IndexAscending, match.Definition.Id, range.From, range.To ?? QueryRows.LastKey);
            documents.AddRange(Accepted(rows, wanted, wanted.Most));
        }

        // Several ranges are each in order; an array may stand in more than one.
        return ranges.Count == 1
            ? Page(documents, wanted)
            : Sorted(complete, [.. documents.DistinctBy(d => d.Name)], wanted.Offset, wanted.Limit);
    }

    private List<Document> Accepted(SqliteDataReader rows, Wanted wanted, int most)
    {
        var accepted = new List<Document>();
        while (accepted.Count < most && rows.Read())
        {
            var name = $"{rows.GetString(0)}/{rows.GetString(1)}";
            var document = cache.Find(name, rows.GetInt64(2)) ?? Parse(rows, wanted.ReadSequence);
            if (name.StartsWith(wanted.Above, StringComparison.Ordinal) && wanted.Matcher.Accepts(document))
            {
                accepted.Add(document);
            }
        }

        return accepted;
    }

    private Document Parse(SqliteDataReader rows, long? readSequence)
    {
        var (document, size) = StoreConnection.Body(rows, 3);
        if (readSequence is { } sequence)
        {
            cache.Offer(sequence, document, size);
        }

        return document;
    }

    private static List<Document> Sorted(StructuredQuery complete, List<Document> documents, int offset, int limit)
    {
        documents.Sort(QueryOrder.ComparerFor(complete));
        return offset == 0 && documents.Count <= limit ? documents : [.. documents.Skip(offset).Take(limit)];
    }

    private static List<Document> Page(List<Document> documents, Wanted wanted)
    {
        documents.RemoveRange(0, Math.Min(wanted.Offset, documents.Count));
        return documents;
    }

    private readonly record struct Wanted(QueryMatcher Matcher, string Above, long? ReadSequence, int Offset, int Limit)
    {
        public int Most => (int)Math.Min(int.MaxValue, (long)Offset + Limit);
    }
}
