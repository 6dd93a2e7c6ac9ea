using System.Globalization;
using System.Text;
using Kernel.Master.Server.Http;
using Kernel.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Files;

/// <summary>The <c>/files</c> endpoints (mesos.md 8.6). On a master there is only its log.</summary>
internal sealed class FileRoutes(SharedFiles files)
{
    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var suffix in (string[])["", ".json"])
        {
            routes.Map($"/files/browse{suffix}", BrowseAsync);
            routes.Map($"/files/read{suffix}", ReadAsync);
            routes.Map($"/files/download{suffix}", DownloadAsync);
            routes.Map($"/files/debug{suffix}", DebugAsync);
        }
    }

    /// <summary>Lists a directory; of a file, as in Mesos, there is nothing to list.</summary>
    private async Task BrowseAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not null)
        {
            await JsonAnswer.WriteAsync(context, static json =>
            {
                json.WriteStartArray();
                json.WriteEndArray();
            }).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not { } file)
        {
            return;
        }

        if (Number(context, "offset", out var offset) is { } badOffset)
        {
            await MessageAnswer.RefuseAsync(context, badOffset).ConfigureAwait(false);
        }
        else if (Number(context, "length", out var length) is { } badLength)
        {
            await MessageAnswer.RefuseAsync(context, badLength).ConfigureAwait(false);
        }
        else
        {
            // Without an offset only the size is asked for.
            var (size, data) = await SharedFiles.ReadAsync(file, offset ?? 0, offset is null ? 0 : length, context.RequestAborted).ConfigureAwait(false);
            await WritePieceAsync(context, offset ?? size, data).ConfigureAwait(false);
        }
    }

    private static Task WritePieceAsync(HttpContext context, long offset, byte[] data) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("data", Encoding.UTF8.GetString(data));
        json.WriteNumber("offset", offset);
        json.WriteEndObject();
    });

    private async Task DownloadAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is { } file)
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.ContentDisposition = $"attachment; filename={Path.GetFileName(file)}";
            await context.Response.SendFileAsync(file, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private Task DebugAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        foreach (var (path, file) in files.All)
        {
            json.WriteString(path, file);
        }

        json.WriteEndObject();
    });

    private async Task<string?> FindAsync(HttpContext context)
    {
        var path = context.Request.Query["path"].ToString();
        var file = files.Find(path);
        if (file is null)
        {
            await MessageAnswer.RefuseAsync(context, path.Length == 0 ? new(400, "Expecting 'path=value' in query.\n") : new(404, ""))
                .ConfigureAwait(false);
        }

        return file;
    }

    /// <summary>Reads a number of the query; absent and -1 mean none.</summary>
    private static HttpRefusal? Number(HttpContext context, string name, out long? number)
    {
        number = null;
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read))
        {
            return new(400, $"Failed to parse {name}: '{text}' is no whole number.\n");
        }

        number = read < 0 ? null : read;
        return read < -1 ? new(400, $"Negative {name} provided: {text}.\n") : null;
    }
}
