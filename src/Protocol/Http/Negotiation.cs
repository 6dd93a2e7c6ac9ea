namespace Kernel.Protocol;

/// <summary>Which formats a request comes in and is answered in (mesos.md 1.2).</summary>
public static class Negotiation
{
    /// <summary>The format of a request's body.</summary>
    /// <returns>Null if it is understood, else why not.</returns>
    public static HttpRefusal? OfBody(string? contentType, out MessageFormat format)
    {
        var known = MediaTypes.FormatOf(contentType);
        format = known ?? MessageFormat.Json;
        return known is not null ? null
            : string.IsNullOrEmpty(contentType) ? new(400, "Expecting 'Content-Type' to be present")
            : new(415, $"Expecting 'Content-Type' of {MediaTypes.Json} or {MediaTypes.Protobuf}");
    }

    /// <summary>The format of the answer: JSON if it is accepted, else protobuf.</summary>
    /// <returns>Null if one is accepted, else the refusal.</returns>
    public static HttpRefusal? OfAnswer(string? accept, out MessageFormat format)
    {
        var isJson = AcceptHeader.Accepts(accept, MediaTypes.Json);
        format = isJson ? MessageFormat.Json : MessageFormat.Protobuf;
        return isJson || AcceptHeader.Accepts(accept, MediaTypes.Protobuf)
            ? null
            : new(406, $"Expecting 'Accept' to allow '{MediaTypes.Protobuf}' or '{MediaTypes.Json}'");
    }
}
