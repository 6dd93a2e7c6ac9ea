namespace Kernel.Protocol;

/// <summary>The media types of Mesos's APIs.</summary>
public static class MediaTypes
{
    /// <summary>Messages in JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Messages in protobuf.</summary>
    public const string Protobuf = "application/x-protobuf";

    /// <summary>A stream of framed messages.</summary>
    public const string RecordIO = "application/recordio";

    /// <summary>The media type of a format.</summary>
    public static string Of(MessageFormat format) => format == MessageFormat.Json ? Json : Protobuf;

    /// <summary>The format of a media type, whose parameters and letter case do not count; null for other types.</summary>
    public static MessageFormat? FormatOf(string? mediaType) => Bare(mediaType) switch
    {
        Json => MessageFormat.Json,
        Protobuf => MessageFormat.Protobuf,
        _ => null,
    };

    /// <summary>Whether a media type is that of a stream.</summary>
    public static bool IsRecordIO(string? mediaType) => Bare(mediaType) == RecordIO;

    private static string Bare(string? mediaType) => (mediaType ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
