using Google.Protobuf;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Agent.Server.Http;

/// <summary>A request that cannot be served, and what it is answered.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">A sentence for people.</param>
public sealed class RefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}

/// <summary>Reads calls of the v1 APIs and writes their answers, by the negotiation rules of Mesos (src/slave/http.cpp).</summary>
public static class ApiRequests
{
    /// <summary>The media type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The media type of protobuf.</summary>
    public const string Protobuf = "application/x-protobuf";

    /// <summary>The media type of streams of records.</summary>
    public const string RecordIO = "application/recordio";

    /// <summary>The largest call that is read, in bytes.</summary>
    public const int BodyMax = 32 * 1024 * 1024;

    /// <summary>Reads a call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="supported">The media types that are named when the request's is another.</param>
    /// <exception cref="RefusedException">The request is not a call.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, string supported)
        where T : class, IMessage<T>, new()
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            throw new RefusedException(
                405, $"405 Method Not Allowed. Expecting one of {{ 'POST' }}, but received '{context.Request.Method}'.");
        }

        var type = context.Request.ContentType?.Split(';')[0].Trim()
            ?? throw new RefusedException(400, "Expecting 'Content-Type' to be present");
        var isJson = type.Equals(Json, StringComparison.OrdinalIgnoreCase);
        if (!isJson && !type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(415, $"Expecting 'Content-Type' of {supported}");
        }

        var body = await BodyAsync(context).ConfigureAwait(false);
        return isJson ? OfJson<T>(body) : OfProtobuf<T>(body);
    }

    /// <summary>The media type of the answer that a request accepts: JSON rather than protobuf.</summary>
    /// <param name="context">The request.</param>
    /// <param name="supported">The media types that are named when it accepts neither.</param>
    /// <exception cref="RefusedException">It accepts neither.</exception>
    public static string Accepted(HttpContext context, string supported)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return Json;
        }

        return Accepts(accept, Json) ? Json
            : Accepts(accept, Protobuf) ? Protobuf
            : throw new RefusedException(406, $"Expecting 'Accept' to allow {supported}");
    }

    /// <summary>A message in a media type.</summary>
    public static byte[] Serialize(IMessage message, string type) =>
        type == Json ? MesosJson.Write(message) : message.ToByteArray();

    /// <summary>Answers with a message.</summary>
    public static Task WriteAsync(HttpContext context, IMessage message, string type) =>
        WriteAsync(context, Serialize(message, type), type);

    /// <summary>Answers with bytes.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static bool Accepts(string accept, string type) => accept
        .Split(',', StringSplitOptions.TrimEntries)
        .Select(static range => range.Split(';', StringSplitOptions.TrimEntries))
        .Any(range => (range[0].Equals(type, StringComparison.OrdinalIgnoreCase) || range[0] is "*/*" or "application/*")
            && !range.Skip(1).Any(static parameter => parameter is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    private static T OfJson<T>(byte[] body)
        where T : class, IMessage<T>, new()
    {
        try
        {
            return MesosJson.Parse<T>(body);
        }
        catch (MesosJsonException failure)
        {
            throw new RefusedException(400, failure.Message);
        }
    }

    private static T OfProtobuf<T>(byte[] body)
        where T : class, IMessage<T>, new()
    {
        try
        {
            var message = new T();
            message.MergeFrom(body);
            return message.IsInitialized()
                ? message
                : throw new RefusedException(400, "Failed to parse body into Call protobuf: a required field is missing");
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RefusedException(400, "Failed to parse body into a protobuf object");
        }
    }
}
