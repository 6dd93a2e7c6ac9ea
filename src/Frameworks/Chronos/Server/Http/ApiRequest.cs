using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kernel.Chronos.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Chronos.Server;

/// <summary>One request to the API, and the answers that can be given to it.</summary>
internal sealed class ApiRequest(HttpContext context, Scheduling scheduling)
{
    private const int DeepestJson = 32;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The scheduler that answers it.</summary>
    internal Scheduling Scheduling => scheduling;

    /// <summary><c>GET</c>, <c>POST</c>, ...</summary>
    internal string Method => context.Request.Method;

    /// <summary>Is cancelled when the client goes away.</summary>
    internal CancellationToken Aborted => context.RequestAborted;

    /// <summary>A query parameter; empty if it is not given.</summary>
    internal string Query(string name) => context.Request.Query[name].ToString();

    /// <summary>Demands one of some methods.</summary>
    internal void Demand(params ReadOnlySpan<string> methods)
    {
        if (!methods.Contains(Method))
        {
            context.Response.Headers.Allow = string.Join(", ", methods.ToArray());
            throw new ApiException(StatusCodes.Status405MethodNotAllowed, $"{Method} is not allowed here");
        }
    }

    /// <summary>Demands that the body says that it is JSON.</summary>
    internal void DemandJson()
    {
        if (context.Request.ContentType?.Split(';')[0].Trim() is not { } type
            || !type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "Content-Type: application/json is expected");
        }
    }

    /// <summary>Reads the body as JSON.</summary>
    internal async Task<JsonDocument> ReadAsync()
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Aborted).ConfigureAwait(false);
        try
        {
            return JsonDocument.Parse(body.ToArray(), new() { MaxDepth = DeepestJson });
        }
        catch (JsonException failure)
        {
            throw new JobRefusedException($"the body is no JSON: {failure.Message}");
        }
    }

    /// <summary>Answers with JSON.</summary>
    internal async Task ReplyAsync(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        await SendAsync(buffer.WrittenMemory, "application/json", status).ConfigureAwait(false);
    }

    /// <summary>Answers with text.</summary>
    internal Task TextAsync(string text, string type = "text/plain") =>
        SendAsync(Encoding.UTF8.GetBytes(text), type, StatusCodes.Status200OK);

    /// <summary>Answers that it is done.</summary>
    internal void NoContent() => context.Response.StatusCode = StatusCodes.Status204NoContent;

    /// <summary>Answers with what is wrong: <c>{"status": "Bad Request", "message": "..."}</c>.</summary>
    internal Task RefuseAsync(int status, string message) => ReplyAsync(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("status", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
            json.WriteString("message", message);
            json.WriteEndObject();
        },
        status);

    private async Task SendAsync(ReadOnlyMemory<byte> body, string type, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(Method))
        {
            await context.Response.Body.WriteAsync(body, Aborted).ConfigureAwait(false);
        }
    }
}

/// <summary>A request is answered with a status.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The status.</summary>
    internal int Status { get; } = status;
}
