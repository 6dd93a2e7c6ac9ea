using System.Buffers;
using System.IO.Pipelines;

namespace Kernel.Protocol.AgentLink;

/// <summary>Looks at the first head on a connection, without taking it, and tells whether a libprocess peer speaks.</summary>
internal static class LinkRecognition
{
    /// <summary>Whether the connection is a link. Who is silent or slow goes to HTTP, which has time limits of its own.</summary>
    public static Task<bool> IsLinkAsync(PipeReader input, TimeProvider time, CancellationToken closing) =>
        FirstBytes.JudgeAsync(input, time, closing, Judge);

    /// <summary>Whether it is a link; null if more must be seen.</summary>
    private static bool? Judge(ReadOnlySequence<byte> seen)
    {
        var reader = new SequenceReader<byte>(seen);
        if (reader.TryReadTo(out ReadOnlySpan<byte> head, "\r\n\r\n"u8))
        {
            return head.Length <= LinkHead.BytesMax && IsLink(head);
        }

        var method = seen.Slice(0, Math.Min(5, seen.Length)).ToArray();
        return "POST "u8.StartsWith(method) && seen.Length <= LinkHead.BytesMax ? null : false;
    }

    private static bool IsLink(ReadOnlySpan<byte> head)
    {
        try
        {
            return LinkHead.Read(head) is not null;
        }
        catch (FormatException)
        {
            // HTTP refuses a malformed head in its own way.
            return false;
        }
    }
}
