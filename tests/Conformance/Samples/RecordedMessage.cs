using System.Globalization;
using System.Text;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance.Samples;

/// <summary>One recorded HTTP request or response, as it was on the wire.</summary>
internal sealed class RecordedMessage
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    private RecordedMessage(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.Latin1.GetString(bytes, 0, end < 0 ? bytes.Length : end).Split("\r\n");
        StartLine = head[0];
        foreach (var line in head.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = end < 0 ? [] : bytes[(end + 4)..];
        Body = Header("Transfer-Encoding") == "chunked" ? Dechunk(body) : body;
    }

    /// <summary>The request or status line.</summary>
    public string StartLine { get; }

    /// <summary>The body, with its chunks put together.</summary>
    public byte[] Body { get; }

    /// <summary>The status of a response.</summary>
    public int Status => int.Parse(StartLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Reads a message of the corpus.</summary>
    public static RecordedMessage Read(string path) => new(File.ReadAllBytes(Corpus.PathOf(path)));

    /// <summary>Reads the bytes of a message.</summary>
    public static RecordedMessage Parse(byte[] bytes) => new(bytes);

    /// <summary>A header; null if it was not sent.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    private static byte[] Dechunk(byte[] chunked)
    {
        var body = new MemoryStream();
        for (var at = 0; at < chunked.Length;)
        {
            var line = chunked.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0)
            {
                break;
            }

            var size = int.Parse(Encoding.ASCII.GetString(chunked, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2;
            body.Write(chunked, at, Math.Min(size, chunked.Length - at));
            at += size + 2;
        }

        return body.ToArray();
    }
}
