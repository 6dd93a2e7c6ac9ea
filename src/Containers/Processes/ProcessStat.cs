using System.Buffers.Text;

namespace Kernel.Containers.Processes;

/// <summary>A line of <c>/proc/PID/stat</c>, as far as it matters here.</summary>
/// <param name="State">R, S, D, Z, ...</param>
/// <param name="Parent">The parent.</param>
/// <param name="Session">The session.</param>
/// <param name="UserTicks">Time in the program, in hundredths of a second.</param>
/// <param name="SystemTicks">Time in the kernel, in hundredths of a second.</param>
/// <param name="ResidentPages">Pages of memory that it holds.</param>
internal sealed record ProcessStat(
    char State, int Parent, int Session, long UserTicks, long SystemTicks, long ResidentPages)
{
    /// <summary>Reads the line; null if it is none.</summary>
    public static ProcessStat? Parse(ReadOnlySpan<byte> line)
    {
        // The name, in parentheses, may hold anything: what follows starts after the last of them.
        var rest = line[(line.LastIndexOf((byte)')') + 1)..].Trim(" \n"u8);
        if (rest.IsEmpty)
        {
            return null;
        }

        Span<long> fields = stackalloc long[21];
        var state = (char)rest[0];
        rest = rest[1..].TrimStart((byte)' ');
        var count = 0;
        while (count < fields.Length && Utf8Parser.TryParse(rest, out long value, out var length))
        {
            fields[count++] = value;
            rest = rest[length..].TrimStart((byte)' ');
        }

        return count < fields.Length
            ? null : new(state, (int)fields[0], (int)fields[2], fields[10], fields[11], fields[20]);
    }
}
