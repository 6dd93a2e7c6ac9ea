namespace Kernel.Protocol;

/// <summary>
/// Which formats a call of the agent's API comes in and is answered in: both may be streams of framed messages (mesos.md 1.2).
/// </summary>
/// <param name="IsStreamingRequest">Whether the body is a stream.</param>
/// <param name="Body">The format of the body's messages.</param>
/// <param name="IsStreamingAnswer">Whether <c>Accept</c> came out as a stream.</param>
/// <param name="Answer">The format of the answer's messages.</param>
public sealed record StreamNegotiation(bool IsStreamingRequest, MessageFormat Body, bool IsStreamingAnswer, MessageFormat Answer)
{
    private const string Either = $"{MediaTypes.Json} or {MediaTypes.Protobuf}";

    /// <summary>Reads the headers.</summary>
    /// <returns>Null if they are understood, else why not.</returns>
    public static HttpRefusal? Read(
        string? contentType, string? messageContentType, string? accept, string? messageAccept, out StreamNegotiation negotiated)
    {
        negotiated = new(false, MessageFormat.Json, false, MessageFormat.Json);
        return OfBody(contentType, messageContentType, ref negotiated) ?? OfAnswer(accept, messageAccept, ref negotiated);
    }

    private static HttpRefusal? OfBody(string? contentType, string? messageContentType, ref StreamNegotiation negotiated)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return new(400, "Expecting 'Content-Type' to be present");
        }

        if (MediaTypes.IsRecordIO(contentType))
        {
            if (string.IsNullOrEmpty(messageContentType))
            {
                return new(400, "Expecting 'Message-Content-Type' to be set for streaming requests");
            }

            negotiated = negotiated with { IsStreamingRequest = true, Body = MediaTypes.FormatOf(messageContentType) ?? MessageFormat.Json };
            return MediaTypes.FormatOf(messageContentType) is null
                ? new(415, $"Expecting 'Message-Content-Type' of {Either}")
                : null;
        }

        if (MediaTypes.FormatOf(contentType) is not { } format)
        {
            return new(415, $"Expecting 'Content-Type' of {Either} or {MediaTypes.RecordIO}");
        }

        negotiated = negotiated with { Body = format };
        return string.IsNullOrEmpty(messageContentType)
            ? null
            : new(415, "Expecting 'Message-Content-Type' to be not set for non-streaming requests");
    }

    private static HttpRefusal? OfAnswer(string? accept, string? messageAccept, ref StreamNegotiation negotiated)
    {
        if (Negotiation.OfAnswer(accept, out var format) is null)
        {
            negotiated = negotiated with { Answer = format };
            return string.IsNullOrEmpty(messageAccept)
                ? null
                : new(406, "Expecting 'Message-Accept' to be not set for non-streaming responses");
        }

        if (!AcceptHeader.Accepts(accept, MediaTypes.RecordIO))
        {
            return new(406, $"Expecting 'Accept' to allow {Either} or {MediaTypes.RecordIO}");
        }

        var isUnderstood = Negotiation.OfAnswer(messageAccept, out format) is null;
        negotiated = negotiated with { IsStreamingAnswer = true, Answer = format };
        return isUnderstood ? null : new(406, $"Expecting 'Message-Accept' to allow {Either}");
    }
}
