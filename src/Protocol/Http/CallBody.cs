using System.Buffers;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Kernel.Protocol;

/// <summary>Reads the bodies of requests, within bounds.</summary>
public static class CallBody
{
    /// <summary>The longest body that is read, unless told otherwise.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    /// <summary>Reads a call.</summary>
    /// <returns>The call, or why there is none.</returns>
    public static async Task<(T? Call, HttpRefusal? Refusal)> ReadAsync<T>(HttpRequest request, MessageFormat format, CancellationToken stop)
        where T : class, IMessage<T>, new()
    {
        try
        {
            var body = await ReadBytesAsync(request, BytesMax, stop).ConfigureAwait(false);
            if (body is null)
            {
                return (null, new(413, $"The body is longer than {BytesMax} bytes"));
            }

            var refusal = Parse<T>(body, format, out var call);
            return (call, refusal);
        }
        catch (BadHttpRequestException broken)
        {
            // The body never came, or was malformed as HTTP.
            return (null, new(broken.StatusCode, broken.Message));
        }
    }

    /// <summary>Makes a call of bytes.</summary>
    /// <returns>Null if it could, else why not.</returns>
    public static HttpRefusal? Parse<T>(ReadOnlySpan<byte> body, MessageFormat format, out T? call)
        where T : class, IMessage<T>, new()
    {
        call = null;
        try
        {
            call = format == MessageFormat.Json ? MesosJson.Parse<T>(body) : new MessageParser<T>(static () => new()).ParseFrom(body);
            // JSON has been checked field by field as it was read.
            if (format == MessageFormat.Json || RequiredFields.AreSet(call))
            {
                return null;
            }

            call = null;
            return new(400, "Failed to parse body into Call protobuf: a required field is missing");
        }
        catch (MesosJsonException malformed)
        {
            return new(400, malformed.IsSyntax
                ? $"Failed to parse body into JSON: {malformed.Message}"
                : $"Failed to convert JSON into Call protobuf: {malformed.Message}");
        }
        catch (InvalidProtocolBufferException)
        {
            return new(400, "Failed to parse body into Call protobuf");
        }
    }

    /// <summary>Reads a body whole; null if it is too long.</summary>
    public static async Task<byte[]?> ReadBytesAsync(HttpRequest request, int bytesMax, CancellationToken stop)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(stop).ConfigureAwait(false);
            if (result.Buffer.Length > bytesMax)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
