using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace AgentPlatform.ServiceDefaults.Paging;

/// <summary>The <c>limit</c> and <c>cursor</c> of a list; bind with <c>[AsParameters]</c>.</summary>
public sealed record PageQuery
{
    /// <summary>Items a page, 1 to 100.</summary>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor"), StringLength(512)]
    public string? Cursor { get; init; }

    /// <summary>Items a page with the default filled in.</summary>
    public int Size => Limit ?? 20;
}
