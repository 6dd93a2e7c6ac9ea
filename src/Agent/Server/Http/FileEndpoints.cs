using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.Agent.Server.Files;
using Kernel.Agent.Server.Views;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;

namespace Kernel.Agent.Server.Http;

/// <summary>
/// The <c>/files</c> endpoints, through which the web UI and the command lines of Mesos show sandboxes
/// (src/files/files.cpp).
/// </summary>
public sealed class FileEndpoints(AgentReading reading)
{
    /// <summary>Lists a directory.</summary>
    public async Task BrowseAsync(HttpContext context)
    {
        var files = FileReading.List(await FindAsync(context).ConfigureAwait(false));
        await JsonAnswers.WriteAsync(context, json =>
        {
            json.WriteStartArray();
            foreach (var file in files)
            {
                Write(json, file);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    /// <summary>Reads a piece of a file; without an offset only its size.</summary>
    public async Task ReadAsync(HttpContext context)
    {
        var file = await FindAsync(context).ConfigureAwait(false);
        var offset = Number(context, "offset") ?? -1;
        var length = Number(context, "length") is { } given && given != -1 ? given : (long?)null;
        if (offset < -1 || length < 0)
        {
            throw new RefusedException(
                400, $"Negative {(offset < -1 ? "offset" : "length")} provided: {(offset < -1 ? offset : length)}.\n");
        }

        if (Directory.Exists(file.Real))
        {
            throw new RefusedException(400, "Cannot read a directory.\n");
        }

        var piece = await FileReading.ReadAsync(file, Math.Max(0, offset), offset < 0
            ? 0
            : length, context.RequestAborted)
            .ConfigureAwait(false) ?? throw new RefusedException(404, "");
        await JsonAnswers.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("data", Encoding.UTF8.GetString(piece.Data));
            json.WriteNumber("offset", offset < 0 ? piece.Size : offset);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>Gives a whole file.</summary>
    public async Task DownloadAsync(HttpContext context)
    {
        var shown = await FindAsync(context).ConfigureAwait(false);
        if (Directory.Exists(shown.Real))
        {
            throw new RefusedException(400, "Cannot download a directory.\n");
        }

        var file = FileReading.Open(shown) ?? throw new RefusedException(404, "");
        await using (file.ConfigureAwait(false))
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = file.Length;
            context.Response.Headers.ContentDisposition =
                $"attachment; filename={Path.GetFileName(shown.Asked.TrimEnd('/'))}";
            await CopyAsync(file, context, file.Length).ConfigureAwait(false);
        }
    }

    /// <summary>Shows which paths lead where.</summary>
    public async Task DebugAsync(HttpContext context)
    {
        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        await JsonAnswers.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            foreach (var (path, executor) in SandboxFiles.Attached(view).DistinctBy(static pair => pair.Key))
            {
                json.WriteString(path, executor.Run.Directory);
            }

            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>A file may grow while it is sent: no more goes out than was promised.</summary>
    private static async Task CopyAsync(FileStream file, HttpContext context, long length)
    {
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var wanted = (int)Math.Min(length, buffer.Length);
            var read = await file.ReadAsync(buffer.AsMemory(0, wanted), context.RequestAborted).ConfigureAwait(false);
            if (read == 0)
            {
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted)
                .ConfigureAwait(false);
            length -= read;
        }
    }

    private async Task<ShownFile> FindAsync(HttpContext context)
    {
        var path = context.Request.Query["path"].ToString();
        if (path.Length == 0)
        {
            throw new RefusedException(400, "Expecting 'path=value' in query.\n");
        }

        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        var file = reading.Find(view, path) ?? throw new RefusedException(404, "");
        reading.Permissions.Demand(context.Principal, view, file);
        return file;
    }

    private static long? Number(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new RefusedException(400, $"Failed to parse {name}: '{text}' is no whole number.\n");
    }

    private static void Write(Utf8JsonWriter json, ListedFile file)
    {
        json.WriteStartObject();
        json.WriteString("gid", UnixNames.OfGroup(file.Status.GroupId));
        json.WriteString("mode", file.Status.ModeText);
        json.WriteNumber("mtime", (double)file.Status.Modified);
        json.WriteNumber("nlink", file.Status.Links);
        json.WriteString("path", file.Path);
        json.WriteNumber("size", file.Status.Size);
        json.WriteString("uid", UnixNames.OfUser(file.Status.UserId));
        json.WriteEndObject();
    }
}
