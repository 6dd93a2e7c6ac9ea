using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>One writer per epoch: whatever becomes durable under an epoch comes from the process that was given it.</summary>
public sealed class WriterCheck
{
    private readonly Dictionary<long, string> writers = [];
    private long newest;

    /// <summary>Watches a store.</summary>
    public static void Watch(SimDisk disk)
    {
        var check = new WriterCheck();
        disk.Written += (writer, epoch) => check.Check(writer.Name, epoch);
    }

    /// <summary>Somebody has written.</summary>
    public void Check(string writer, long epoch)
    {
        SimFailure.Unless(epoch >= newest, () => $"{writer} writes under epoch {epoch} after epoch {newest} has begun");
        newest = epoch;
        SimFailure.Unless(
            writers.GetValueOrDefault(epoch, writer) == writer,
            () => $"{writer} and {writers[epoch]} write under epoch {epoch}");
        writers[epoch] = writer;
    }
}
