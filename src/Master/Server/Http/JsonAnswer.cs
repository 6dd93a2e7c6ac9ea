using System.Buffers;
using System.Text;
using System.Text.Json;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>Answers in JSON.</summary>
internal static class JsonAnswer
{
    /// <summary>Answers with what is written; <c>?jsonp=f</c> wraps it as <c>f(...);</c> for old web pages.</summary>
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var callback = context.Request.Query["jsonp"].ToString();
        if (!callback.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$'))
        {
            await MessageAnswer.RefuseAsync(context, new(400, "Expecting 'jsonp' to be the name of a function")).ConfigureAwait(false);
            return;
        }

        using var body = new BodyBuffer();
        body.Write(callback.Length == 0 ? default : Encoding.ASCII.GetBytes(callback + "("));
        using (var json = new Utf8JsonWriter(body, MesosJson.WriterOptions))
        {
            write(json);
        }

        body.Write(callback.Length == 0 ? default : ");"u8);
        await body.SendAsync(context, callback.Length == 0 ? MediaTypes.Json : "text/javascript").ConfigureAwait(false);
    }
}
