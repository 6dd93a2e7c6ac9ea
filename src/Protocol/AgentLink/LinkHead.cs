using System.Buffers.Text;
using System.Text;

namespace Kernel.Protocol.AgentLink;

/// <summary>The head of a request on the link.</summary>
/// <param name="From">The sender; null if the head does not tell it.</param>
/// <param name="To">The receiver's id.</param>
/// <param name="Name">The message's name.</param>
/// <param name="Length">The body's length; 0 if the head tells none.</param>
/// <param name="IsChunked">Whether the body comes in chunks.</param>
internal readonly record struct LinkHead(Upid? From, string To, string Name, long Length, bool IsChunked)
{
    /// <summary>The longest head that is accepted.</summary>
    public const int BytesMax = 16 * 1024;

    /// <summary>Reads a head, without its closing empty line.</summary>
    /// <returns>Null if it is not a message on the link, but some other HTTP request.</returns>
    /// <exception cref="FormatException">It is a message on the link, but malformed.</exception>
    public static LinkHead? Read(ReadOnlySpan<byte> head)
    {
        if (!TryReadPath(NextLine(ref head), out var to, out var name))
        {
            return null;
        }

        Upid? from = null;
        var isLink = false;
        var length = 0L;
        var isChunked = false;
        while (head.Length > 0)
        {
            var line = NextLine(ref head);
            if (Is(line, "libprocess-from:"u8, out var value))
            {
                (isLink, from) = (true, ReadUpid(value) ?? from);
            }
            else if (Is(line, "user-agent:"u8, out value) && value.StartsWith("libprocess/"u8))
            {
                (isLink, from) = (true, from ?? ReadUpid(value["libprocess/"u8.Length..]));
            }
            else if (Is(line, "content-length:"u8, out value))
            {
                length = ReadLength(value);
            }
            else if (Is(line, "transfer-encoding:"u8, out value))
            {
                isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            }
        }

        return isLink ? new(from, to, name, length, isChunked) : null;
    }

    private static bool TryReadPath(ReadOnlySpan<byte> line, out string to, out string name)
    {
        (to, name) = ("", "");
        if (!line.StartsWith("POST /"u8))
        {
            return false;
        }

        line = line["POST /"u8.Length..];
        var space = line.IndexOf((byte)' ');
        var slash = line.IndexOf((byte)'/');
        if (space < 0 || slash <= 0 || slash > space)
        {
            return false;
        }

        to = Uri.UnescapeDataString(Encoding.ASCII.GetString(line[..slash]));
        name = Encoding.ASCII.GetString(line[(slash + 1)..space]);

        // Message names are protobuf names; a path of the HTTP API never begins like one.
        return name.StartsWith("mesos.", StringComparison.Ordinal) && !name.Contains('/');
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("\r\n"u8);
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? [] : head[(end + 2)..];
        return line;
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var isIt = line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);
        value = isIt ? line[name.Length..].Trim((byte)' ') : [];
        return isIt;
    }

    private static Upid? ReadUpid(ReadOnlySpan<byte> text) =>
        Upid.TryParse(Encoding.ASCII.GetString(text), out var upid) ? upid : null;

    private static long ReadLength(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long length, out var taken) && taken == text.Length && length >= 0
            ? length
            : throw new FormatException("the Content-Length is malformed");
}
