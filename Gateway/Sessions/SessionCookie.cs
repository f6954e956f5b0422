namespace Gateway.Sessions;

/// <summary>The cookie <c>ap_session</c>.</summary>
internal static class SessionCookie
{
    private const string Name = "ap_session";
    private const int TokenLength = 64;

    /// <summary>The cookie's value, null when there is none of the right form.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var token) && token is { Length: TokenLength } && token.All(char.IsAsciiHexDigitLower) ? token : null;

    public static void Write(HttpContext context, string token, TimeSpan lifetime) => context.Response.Cookies.Append(Name, token, Options(context, lifetime));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    internal static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
