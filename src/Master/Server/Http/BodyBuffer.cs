using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>
/// An answer that grows while it is written: pieces that are never copied together, so that a large one costs no more than
/// its bytes, and its length is known before the first one goes out.
/// </summary>
internal sealed class BodyBuffer : IBufferWriter<byte>, IDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly List<(byte[] Bytes, int Count)> full = [];
    private byte[] current = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private int filled;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        filled += count;
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (current.Length - filled < Math.Max(1, sizeHint))
        {
            full.Add((current, filled));
            current = ArrayPool<byte>.Shared.Rent(Math.Max(PieceBytes, sizeHint));
            filled = 0;
        }

        return current.AsMemory(filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends all that was written.</summary>
    public async Task SendAsync(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        foreach (var (bytes, count) in full)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, count), context.RequestAborted).ConfigureAwait(false);
        }

        await context.Response.Body.WriteAsync(current.AsMemory(0, filled), context.RequestAborted).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (bytes, _) in full)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        ArrayPool<byte>.Shared.Return(current);
        full.Clear();
    }
}
