using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kernel.Protocol;

/// <summary>Answers that are compressed for those who ask for it, as libprocess compresses all but small ones (encoder.hpp).</summary>
public static class Gzip
{
    private const int BytesMin = 1024;

    /// <summary>Whether an answer of so many bytes is to be compressed.</summary>
    public static bool IsWanted(HttpContext context, long bytes) =>
        bytes >= BytesMin
        && context.Request.GetTypedHeaders().AcceptEncoding.Any(static one =>
            one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0);

    /// <summary>Begins a compressed answer: what is written to the stream is sent, the rest of it when it is closed.</summary>
    public static Stream Begin(HttpContext context)
    {
        context.Response.Headers[HeaderNames.ContentEncoding] = "gzip";
        context.Response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        context.Response.ContentLength = null;
        return new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
