using Microsoft.Playwright;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>Debian's Chromium, headless, with one page.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
    }

    /// <summary>Why there is none; null if there is.</summary>
    public static string? Missing { get; } = File.Exists(Chromium) ? null : "chromium is not installed";

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What went wrong in the page.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens a page.</summary>
    public static async Task<Browser> OpenAsync(string url)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        var opened = new Browser(playwright, browser, await browser.NewPageAsync());
        await opened.Page.GotoAsync(url);
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}

/// <summary>A test that needs a browser.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skips the test, with the reason, where there is none.</summary>
    public BrowserFactAttribute() => Skip = Browser.Missing;
}
