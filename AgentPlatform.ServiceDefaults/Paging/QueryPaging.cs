using AgentPlatform.Contracts;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentPlatform.ServiceDefaults.Paging;

/// <summary>Reads one page of a list in a stable order, whatever is added meanwhile.</summary>
public static class QueryPaging
{
    /// <summary>
    /// The page of <paramref name="query"/> after the cursor, ordered by <paramref name="orderField"/> (an instant) and id,
    /// newest first unless <paramref name="ascending"/>. The problem is set when the cursor is malformed.
    /// </summary>
    public static async Task<(Page<T>? Page, ProblemHttpResult? Problem)> ReadPageAsync<T>(
        this Query query, PageQuery page, string orderField, bool ascending, Func<DocumentSnapshot, T> read, CancellationToken cancellationToken)
    {
        const string documentId = "__name__";
        var ordered = ascending ? query.OrderBy(orderField).OrderBy(documentId) : query.OrderByDescending(orderField).OrderByDescending(documentId);
        if (page.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var cursor))
            {
                return (null, Problem.Validation("cursor", "The cursor is malformed; use nextCursor of the page before."));
            }

            ordered = ordered.StartAfter(cursor!.At, cursor.Id);
        }

        var found = await ordered.Limit(page.Size + 1).GetSnapshotAsync(cancellationToken);
        var shown = found.Documents.Take(page.Size).ToList();
        var next = found.Count > page.Size ? new Cursor(shown[^1].GetValue<Timestamp>(orderField), shown[^1].Id).ToString() : null;
        return (new Page<T>(shown.ConvertAll(snapshot => read(snapshot)), next), null);
    }

    /// <summary>
    /// The page of a list that is read whole, after the cursor, in the order of <paramref name="number"/>, which rises in the list.
    /// The problem is set when the cursor is malformed or of another list than <paramref name="listId"/>.
    /// </summary>
    public static (Page<T>? Page, ProblemHttpResult? Problem) ReadPage<T>(this IReadOnlyList<T> items, PageQuery page, string listId, Func<T, int> number)
    {
        var after = -1L;
        if (page.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var cursor) || cursor!.Id != listId)
            {
                return (null, Problem.Validation("cursor", "The cursor is malformed; use nextCursor of the page before."));
            }

            after = cursor.At.Seconds;
        }

        var rest = items.Where(item => number(item) > after).Take(page.Size + 1).ToList();
        var shown = rest.Take(page.Size).ToList();
        return (new Page<T>(shown, rest.Count > page.Size ? new Cursor(new Timestamp(number(shown[^1]), 0), listId).ToString() : null), null);
    }
}
