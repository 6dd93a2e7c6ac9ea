using System.Buffers.Binary;

namespace Kernel.Containers.Docker;

/// <summary>
/// The output of a container as Docker streams it: frames of a kind, three zeros, a length of 4 bytes big-endian, and
/// bytes.
/// </summary>
internal static class DockerOutput
{
    private const int HeadLength = 8;
    private const byte ErrorKind = 2;
    private const int BufferLength = 32 * 1024;

    /// <summary>Appends output to files until it ends.</summary>
    public static async Task CopyAsync(
        Stream stream, string standardOutput, string standardError, CancellationToken stop = default)
    {
        await using (stream.ConfigureAwait(false))
        {
            var output = Append(standardOutput);
            await using (output.ConfigureAwait(false))
            {
                var error = Append(standardError);
                await using (error.ConfigureAwait(false))
                {
                    await CopyAsync(stream, output, error, stop).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task CopyAsync(Stream stream, Stream output, Stream error, CancellationToken stop)
    {
        var buffer = new byte[BufferLength];
        var head = new byte[HeadLength];
        while (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, stop).ConfigureAwait(false)
            == HeadLength)
        {
            var target = head[0] == ErrorKind ? error : output;
            long left = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
            while (left > 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, BufferLength)), stop)
                    .ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
                left -= read;
            }
        }
    }

    private static FileStream Append(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
}
