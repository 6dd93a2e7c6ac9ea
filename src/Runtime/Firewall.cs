using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Kernel.Runtime;

/// <summary>
/// Keeps endpoints shut whoever asks: <c>--firewall_rules</c>, whose JSON is <c>{"disabled_endpoints": {"paths": ["/files/browse"]}}</c>
/// (libprocess: firewall.hpp).
/// </summary>
/// <param name="paths">The paths that are shut.</param>
public sealed class Firewall(IReadOnlySet<string> paths)
{
    /// <summary>One that shuts nothing.</summary>
    public static readonly Firewall Open = new(new HashSet<string>());

    /// <summary>Reads the flag; null shuts nothing.</summary>
    /// <exception cref="FormatException">It is no such JSON; the message names the flag.</exception>
    public static Firewall Read(string? json)
    {
        if (json is null)
        {
            return Open;
        }

        try
        {
            var rules = JsonDocument.Parse(json).RootElement;
            return rules.TryGetProperty("disabled_endpoints", out var disabled) && disabled.TryGetProperty("paths", out var paths)
                ? new(paths.EnumerateArray().Select(static path => Normal(path.GetString() ?? "")).ToHashSet(StringComparer.Ordinal))
                : Open;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new FormatException($"Failed to load flag 'firewall_rules': {wrong.Message}");
        }
    }

    /// <summary>The middleware.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (!paths.Contains(Normal(context.Request.Path.Value ?? "")))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var words = Encoding.UTF8.GetBytes($"Endpoint '{context.Request.Path}' is disabled");
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = words.Length;
        await context.Response.Body.WriteAsync(words, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Normal(string path) => "/" + path.Trim('/');
}
