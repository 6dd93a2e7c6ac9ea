namespace Kernel.Protocol;

/// <summary>How a message is written.</summary>
public enum MessageFormat
{
    /// <summary>In the JSON dialect of Mesos.</summary>
    Json,

    /// <summary>In protobuf.</summary>
    Protobuf,
}
