using AgentPlatform.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace AgentPlatform.EndToEnd.Tests.Browser;

/// <summary>Debian's Chromium; Playwright brings no browser of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string ChromiumPath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; a test that needs it is skipped, with the reason, where there is none.</summary>
    internal IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, $"There is no {ChromiumPath}. Install it (apt-get install -y chromium fonts-noto-cjk) or name another with CHROMIUM_PATH.");
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(ChromiumPath))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
            ExecutablePath = ChromiumPath,
        });
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
