using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Google.Protobuf;

namespace Kernel.Protocol.AgentLink;

/// <summary>Writes a message as libprocess sends it: a POST that nobody waits for.</summary>
internal static class LinkFrame
{
    /// <summary>Writes a message into a connection's buffer.</summary>
    public static void Write(PipeWriter output, Upid from, Upid to, IMessage message)
    {
        var size = message.CalculateSize();
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /{to.Id}/{message.Descriptor.FullName} HTTP/1.1\r\n" +
            $"User-Agent: libprocess/{from}\r\nLibprocess-From: {from}\r\n" +
            $"Connection: Keep-Alive\r\nHost: {to.Address}\r\nContent-Length: {size}\r\n\r\n");
        Encoding.Latin1.GetBytes(head, output);
        message.WriteTo((IBufferWriter<byte>)output);
    }
}
