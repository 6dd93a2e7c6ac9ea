using System.Globalization;
using System.Text;
using Kernel.Model;

namespace Kernel.Tests.Simulation.World;

/// <summary>The last things that happened, written out only if somebody asks, and a number that stands for all of them.</summary>
public sealed class SimTrace
{
    private const int KeptMax = 50_000;
    private const int LineLengthMax = 400;
    private readonly Queue<(Moment When, string Who, object What)> kept = new();

    /// <summary>Told of everything that is added, and by whom.</summary>
    public event Action<string, object>? Added;

    /// <summary>Two runs with the same fingerprint went the same way.</summary>
    public ulong Fingerprint { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>Adds what happened: a sentence, an input, an effect, a message.</summary>
    public void Add(Moment when, string who, object what)
    {
        Mix((ulong)when.Nanoseconds);
        Mix(who);
        Mix(what as string ?? what.GetType().Name);
        Added?.Invoke(who, what);
        kept.Enqueue((when, who, what));
        if (kept.Count > KeptMax)
        {
            kept.Dequeue();
        }
    }

    /// <summary>The last lines that contain a text.</summary>
    public string Write(int lines, string containing = "", int lineLengthMax = LineLengthMax)
    {
        var all = kept.Select(entry => Line(entry, lineLengthMax)).Where(line => line.Contains(containing, StringComparison.Ordinal)).TakeLast(lines);
        return new StringBuilder().AppendJoin('\n', all).ToString();
    }

    private static string Line((Moment When, string Who, object What) entry, int lengthMax)
    {
        var text = entry.What switch
        {
            string sentence => sentence,
            Google.Protobuf.IMessage message => $"{message.Descriptor.Name} {message}",
            var other => other.ToString() ?? "",
        };
        var time = entry.When.ToDateTimeOffset().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return $"{time} {entry.Who,-10} {(text.Length > lengthMax ? text[..lengthMax] + "..." : text)}";
    }

    private void Mix(string text)
    {
        foreach (var c in text)
        {
            Mix(c);
        }
    }

    private void Mix(ulong value) => Fingerprint = (Fingerprint ^ value) * 1_099_511_628_211;
}
