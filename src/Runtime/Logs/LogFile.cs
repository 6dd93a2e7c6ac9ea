using System.Globalization;
using System.Text;

namespace Kernel.Runtime.Logs;

/// <summary>
/// The log of one process in a directory, named as glog names them: <c>kernel-master.HOST.log.INFO.20260102-030405.PID</c>, with a link
/// <c>kernel-master.INFO</c> that always leads to the newest. A file that has grown large is followed by another.
/// </summary>
public sealed class LogFile : IDisposable
{
    private const long BytesMax = 1L << 30;

    private readonly Lock gate = new();
    private readonly string directory;
    private readonly string program;
    private readonly string level;
    private readonly TimeProvider time;
    private readonly ITimer? flushing;
    private StreamWriter writer;
    private int files;

    /// <summary>Opens the file.</summary>
    /// <param name="directory">Where; it is made if it is not there.</param>
    /// <param name="program">The name of the program.</param>
    /// <param name="level">The least that is logged, for the name.</param>
    /// <param name="buffered">How long lines may wait; zero writes each at once.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public LogFile(string directory, string program, string level, TimeSpan buffered, TimeProvider time)
    {
        (this.directory, this.program, this.level, this.time) = (Path.GetFullPath(directory), program, level, time);
        Directory.CreateDirectory(directory);
        IsBuffered = buffered > TimeSpan.Zero;
        writer = Open();
        flushing = IsBuffered ? time.CreateTimer(_ => Flush(), null, buffered, buffered) : null;
    }

    /// <summary>Whether lines wait before they are written.</summary>
    private bool IsBuffered { get; }

    /// <summary>The link that leads to the newest file.</summary>
    public static string LinkOf(string directory, string program, string level) =>
        Path.Combine(Path.GetFullPath(directory), $"{program}.{level.ToUpperInvariant()}");

    /// <summary>The file that is shown as a component's log: the one that another program writes, or the newest of its own.</summary>
    public static string? ShownOf(ILogFlags flags, string? external, string program) =>
        external ?? (flags.LogDir is { } directory ? LinkOf(directory, program, flags.LoggingLevel) : null);

    /// <summary>Writes a line. A disk that is full loses lines, and harms nobody else.</summary>
    public void WriteLine(string line)
    {
        lock (gate)
        {
            try
            {
                writer = writer.BaseStream.Position < BytesMax ? writer : Next();
                writer.WriteLine(line);
            }
            catch (IOException)
            {
                // Where would this be logged?
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        flushing?.Dispose();
        lock (gate)
        {
            writer.Dispose();
        }
    }

    private void Flush()
    {
        lock (gate)
        {
            writer.Flush();
        }
    }

    private StreamWriter Next()
    {
        writer.Dispose();
        return Open();
    }

    private StreamWriter Open()
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{program}.{Environment.MachineName}.log.{level.ToUpperInvariant()}.{stamp}.{Environment.ProcessId}{(files == 0 ? "" : $".{files}")}");
        files++;
        var stream = new FileStream(Path.Combine(directory, name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var link = LinkOf(directory, program, level);
        File.Delete(link);
        File.CreateSymbolicLink(link, name);
        return new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = !IsBuffered };
    }
}
