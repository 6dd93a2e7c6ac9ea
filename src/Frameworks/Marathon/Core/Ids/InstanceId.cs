using System.Text.RegularExpressions;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// An instance of an app or pod, <c>shop_db.instance-0f0e...</c>. It is kept when its task is started anew; the task's
/// incarnation counts up instead (Marathon 1.8 and later).
/// </summary>
/// <param name="Value">The text of the id.</param>
public readonly partial record struct InstanceId(string Value)
{
    private const ulong GregorianToUnix100Ns = 0x01B21DD213814000;

    /// <summary>The app or pod it belongs to.</summary>
    public PathId SpecId => PathId.FromSafe(Value[..Value.LastIndexOf('.')]);

    /// <summary>What follows <c>instance-</c>.</summary>
    public string Uuid => Value[(Value.LastIndexOf('.') + 1 + "instance-".Length)..];

    /// <summary>The executor of a pod instance.</summary>
    public string ExecutorId => $"instance-{SpecId.Safe}.{Uuid}";

    /// <summary>A new id.</summary>
    public static InstanceId Create(PathId spec, Moment now, Chance chance) =>
        new($"{spec.Safe}.instance-{TimeUuid(now, chance)}");

    /// <summary>The task that runs an incarnation of this instance.</summary>
    /// <param name="container">The pod's container; <c>_app</c> for apps.</param>
    /// <param name="incarnation">Counted from 1.</param>
    public TaskId Task(string container, int incarnation) => new($"{Value}.{container}.{incarnation}");

    /// <summary>Which instance a task id belongs to, if it has the form of one of ours.</summary>
    public static InstanceId? OfTask(string taskId)
    {
        var match = TaskPattern().Match(taskId);
        if (match.Success)
        {
            return new($"{match.Groups[1].Value}.instance-{match.Groups[2].Value}");
        }

        match = LegacyPattern().Match(taskId);
        return match.Success ? new($"{match.Groups[1].Value}.instance-{match.Groups[2].Value}") : null;
    }

    /// <summary>Whether a text has the form of an instance id (RAML: InstanceId).</summary>
    public static bool IsWellFormed(string text) => InstancePattern().IsMatch(text);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static Guid TimeUuid(Moment now, Chance chance)
    {
        var ticks = GregorianToUnix100Ns + (ulong)(now.Nanoseconds / 100);
        var low = chance.NextBits();
        return new(
            (uint)ticks,
            (ushort)(ticks >> 32),
            (ushort)(((ticks >> 48) & 0x0fff) | 0x1000),
            (byte)(((low >> 56) & 0x3f) | 0x80),
            (byte)(low >> 48),
            (byte)((low >> 40) | 1),
            (byte)(low >> 32),
            (byte)(low >> 24),
            (byte)(low >> 16),
            (byte)(low >> 8),
            (byte)low);
    }

    [GeneratedRegex(@"^(.+)\.(?:instance-|marathon-)([^_.]+)(?:[._].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex TaskPattern();

    [GeneratedRegex(@"^(.+?)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex LegacyPattern();

    [GeneratedRegex(@"^(.+)\.(instance-|marathon-)([^\.]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex InstancePattern();
}
