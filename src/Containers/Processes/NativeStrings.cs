using System.Runtime.InteropServices;
using System.Text;

namespace Kernel.Containers.Processes;

/// <summary>
/// A null-terminated array of C strings in one block of memory, as <c>exec</c> wants arguments and environment.
/// </summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly void* block;

    public NativeStrings(IReadOnlyList<string> values)
    {
        var bytes = 0;
        foreach (var value in values)
        {
            bytes += Encoding.UTF8.GetByteCount(value) + 1;
        }

        var pointers = sizeof(byte*) * (values.Count + 1);
        block = NativeMemory.Alloc((nuint)(pointers + bytes));
        Fill(values, (byte*)block + pointers, bytes);
    }

    public byte** Pointer => (byte**)block;

    public void Dispose() => NativeMemory.Free(block);

    private void Fill(IReadOnlyList<string> values, byte* text, int bytes)
    {
        var rest = new Span<byte>(text, bytes);
        for (var i = 0; i < values.Count; i++)
        {
            Pointer[i] = text + (bytes - rest.Length);
            var written = Encoding.UTF8.GetBytes(values[i], rest);
            rest[written] = 0;
            rest = rest[(written + 1)..];
        }

        Pointer[values.Count] = null;
    }
}
