using System.Buffers;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>
/// An answer that grows while it is written: pieces that are never copied together, so that a large one costs no more than
/// its bytes, and its length is known before the first one goes out. Its pieces are of a pool, and go back there.
/// </summary>
internal sealed class BodyBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstPieceBytes = 4 * 1024;
    private const int PieceBytesMax = 4 * 1024 * 1024;

    /// <summary>So much is given to the socket at once: what it cannot send yet it copies.</summary>
    private const int SentBytesMax = 64 * 1024;

    private readonly List<(byte[] Bytes, int Count)> full = [];
    private byte[] current = [];
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
            EndPiece();
            current = ArrayPool<byte>.Shared.Rent((int)Math.Max(sizeHint, Math.Clamp(Length, FirstPieceBytes, PieceBytesMax)));
        }

        return current.AsMemory(filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Takes over the pieces of another buffer, which is empty then.</summary>
    public void Append(BodyBuffer part)
    {
        EndPiece();
        part.EndPiece();
        full.AddRange(part.full);
        Length += part.Length;
        part.full.Clear();
        part.Length = 0;
    }

    /// <summary>All that was written, as one piece.</summary>
    public byte[] ToArray()
    {
        EndPiece();
        var all = new byte[Length];
        var at = 0;
        foreach (var (bytes, count) in full)
        {
            bytes.AsSpan(0, count).CopyTo(all.AsSpan(at));
            at += count;
        }

        return all;
    }

    /// <summary>Sends all that was written. Several may do so at once, when nothing more is written.</summary>
    public async Task SendAsync(HttpContext context, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (Gzip.IsWanted(context, Length))
        {
            var compressed = Gzip.Begin(context);
            await using (compressed.ConfigureAwait(false))
            {
                await SendAsync(context, compressed).ConfigureAwait(false);
            }

            return;
        }

        await SendAsync(context, context.Response.Body).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndPiece();
        foreach (var (bytes, _) in full)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        full.Clear();
        Length = 0;
    }

    private async Task SendAsync(HttpContext context, Stream to)
    {
        foreach (var (bytes, count) in full)
        {
            await SendAsync(context, to, bytes.AsMemory(0, count)).ConfigureAwait(false);
        }

        await SendAsync(context, to, current.AsMemory(0, filled)).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, Stream to, ReadOnlyMemory<byte> piece)
    {
        for (var rest = piece; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, SentBytesMax)..])
        {
            await to.WriteAsync(rest[..Math.Min(rest.Length, SentBytesMax)], context.RequestAborted).ConfigureAwait(false);
        }
    }

    private void EndPiece()
    {
        if (filled > 0)
        {
            full.Add((current, filled));
        }
        else if (current.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(current);
        }

        (current, filled) = ([], 0);
    }
}
