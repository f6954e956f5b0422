using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Sessions;
using AgentPlatform.ServiceDefaults.Problems;
using Gateway.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Gateway.Sessions;

/// <summary><c>/api/session</c>.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", BeginAsync).WithName("beginSession").RequireRateLimiting(LimitExtensions.Guests).ProducesProblem(400).ProducesProblem(429);
        session.MapGet("", GetAsync).WithName("getSession").ProducesProblem(401);
        session.MapDelete("", EndAsync).WithName("endSession");
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> BeginAsync(
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] SessionRequest? request,
        HttpContext context,
        SessionStore store,
        ModelClient model,
        IOptions<SessionOptions> options,
        CancellationToken cancellationToken)
    {
        if (request?.TimeZone is { } zone && (!zone.Contains('/', StringComparison.Ordinal) && zone != "UTC" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
        {
            return Problem.Validation("timeZone", $"There is no IANA time zone '{zone}'.");
        }

        var session = context.Session();
        if (session is null)
        {
            var locale = request?.Locale ?? LocaleOf(context.Request);
            (session, var token) = await store.BeginGuestAsync(locale, request?.TimeZone ?? (locale == "ko" ? "Asia/Seoul" : "UTC"), cancellationToken);
            SessionCookie.Write(context, token, TimeSpan.FromDays(options.Value.LifetimeDays));
        }
        else if ((request?.Locale ?? session.Locale) != session.Locale || (request?.TimeZone ?? session.TimeZone) != session.TimeZone)
        {
            session = await store.ChangeAsync(SessionCookie.Read(context.Request)!, session, request?.Locale ?? session.Locale, request?.TimeZone ?? session.TimeZone, cancellationToken);
        }

        return TypedResults.Ok(await ViewAsync(session, model, cancellationToken));
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult>> GetAsync(HttpContext context, ModelClient model, CancellationToken cancellationToken) =>
        context.Session() is { } session
            ? TypedResults.Ok(await ViewAsync(session, model, cancellationToken))
            : Problem.Of(ProblemCodes.Unauthenticated, "There is no session; POST /api/session begins one.");

    private static async Task<NoContent> EndAsync(HttpContext context, SessionStore store, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context.Request) is { } token)
        {
            await store.EndAsync(token, cancellationToken);
        }

        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<Session> ViewAsync(UserSession session, ModelClient model, CancellationToken cancellationToken) => new(
        session.UserId, session.Kind, session.Name, session.Locale, session.TimeZone, session.CreatedAt, await model.GetAsync(session.ToCaller(), cancellationToken));

    private static string LocaleOf(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("ko", StringComparison.OrdinalIgnoreCase) == true ? "ko" : "en";
}
