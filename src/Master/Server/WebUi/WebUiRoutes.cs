using System.Collections.Frozen;
using Kernel.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.WebUi;

/// <summary>
/// The web pages of the master, at <c>/</c> (mesos.md 1.1), with the addresses that Mesos's had: <c>#/agents/ID</c>, <c>#/frameworks/ID</c>, ...
/// They are files of the program, and read what every other client reads.
/// </summary>
internal sealed class WebUiRoutes
{
    /// <summary>Pages run scripts of this server and ask this server alone; nothing they show can become a script.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

    /// <summary>The page: the scripts ask for what it shows, and prove who asks there.</summary>
    public const string Index = "/";

    /// <summary>Its scripts.</summary>
    public const string Scripts = "/app/{**path}";

    /// <summary>How it looks.</summary>
    public const string Assets = "/assets/{**path}";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, byte[]> assets = Load();

    /// <summary>Adds the pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Index, Reading, context => SendAsync(context, "index.html"));
        routes.MapMethods(Scripts, Reading, context => SendAsync(context, $"app/{context.Request.RouteValues["path"]}"));
        routes.MapMethods(Assets, Reading, context => SendAsync(context, $"assets/{context.Request.RouteValues["path"]}"));
    }

    private static string[] Reading { get; } = [HttpMethods.Get, HttpMethods.Head];

    private async Task SendAsync(HttpContext context, string name)
    {
        if (!assets.TryGetValue(name, out var asset))
        {
            await MessageAnswer.RefuseAsync(context, new(404, "404 Not Found.")).ConfigureAwait(false);
            return;
        }

        var headers = context.Response.Headers;
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = asset.Length;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(asset, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        const string Prefix = "WebUi/";
        var assembly = typeof(WebUiRoutes).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                return copy.ToArray();
            });
    }
}
