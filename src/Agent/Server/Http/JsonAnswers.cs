using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Agent.Server.Http;

/// <summary>Answers of the legacy endpoints: JSON, or JSONP for pages that ask for it.</summary>
public static class JsonAnswers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with what is written.</summary>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Options))
        {
            write(json);
        }

        var callback = context.Request.Query["jsonp"].ToString();
        return callback.Length > 0 && callback.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$')
            ? MessageAnswer.WriteAsync(
                context,
                200,
                "text/javascript",
                Encoding.UTF8.GetBytes($"{callback}({Encoding.UTF8.GetString(body.WrittenSpan)});"))
            : MessageAnswer.WriteAsync(context, 200, MediaTypes.Json, body.WrittenMemory);
    }
}
