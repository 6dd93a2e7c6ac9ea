using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Kernel.Protocol;

/// <summary>Writes answers.</summary>
public static class MessageAnswer
{
    /// <summary>The bytes of a message in a format.</summary>
    public static byte[] Bytes(IMessage message, MessageFormat format) =>
        format == MessageFormat.Json ? MesosJson.Write(message) : message.ToByteArray();

    /// <summary>Answers 200 with a message.</summary>
    public static Task WriteAsync(HttpContext context, IMessage message, MessageFormat format) =>
        WriteAsync(context, 200, MediaTypes.Of(format), Bytes(message, format));

    /// <summary>Answers with a status and plain text.</summary>
    public static Task RefuseAsync(HttpContext context, HttpRefusal refusal) =>
        WriteAsync(context, refusal.Status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(refusal.Text));

    /// <summary>Answers with a body.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (Gzip.IsWanted(context, body.Length))
        {
            var compressed = Gzip.Begin(context);
            await using (compressed.ConfigureAwait(false))
            {
                await compressed.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
            }

            return;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
