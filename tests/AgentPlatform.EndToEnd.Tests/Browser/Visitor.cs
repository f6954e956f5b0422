using System.Collections.Concurrent;
using AgentPlatform.EndToEnd.Tests.Platform;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AgentPlatform.EndToEnd.Tests.Browser;

/// <summary>A new person's browser: no cookies, nothing stored, and every complaint of a page remembered.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        // Violations of the content security policy and of Trusted Types arrive here, too.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    /// <summary>What the pages have complained of.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Visitor> ArriveAsync(IBrowser browser, StandaloneProcess platform, string locale, string timeZone, ColorScheme scheme, int width)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = platform.Url.ToString(),
            ColorScheme = scheme,
            Locale = locale,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = timeZone,
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
        });
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        return new Visitor(context, await context.NewPageAsync());
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Leaves a picture in $SHOTS, or in the folder shots beside the tests.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Directory.CreateDirectory(Environment.GetEnvironmentVariable("SHOTS") ?? Path.Combine(AppContext.BaseDirectory, "shots")).FullName, name),
    });

    /// <summary>The page has no violation of the accessibility rules.</summary>
    public async Task CheckAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        // Axe finishes its work in a page of its own; one in the background does not refresh itself.
        await Page.BringToFrontAsync();
        var violations = result.Violations.Select(violation => $"{violation.Impact} {violation.Id}: {violation.Help} -> {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ToList();
        Assert.True(violations.Count == 0, $"{Page.Url}:\n{string.Join('\n', violations)}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
