using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Tests.Simulation.World;
using Mesos.Internal;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>The updates of a task go out one by one: an agent sends the next only after the one before was acknowledged to it.</summary>
public sealed class UpdateCheck
{
    private readonly Dictionary<(string Agent, string Task), ByteString> inFlight = [];
    private readonly HashSet<(string Agent, ByteString Uuid)> acknowledged = [];

    /// <summary>Watches every agent.</summary>
    public static void Watch(SimCluster cluster) => cluster.World.Trace.Added += new UpdateCheck().See;

    private void See(string who, object what)
    {
        switch (what)
        {
            case SendToPeer { Message: StatusUpdateMessage { Update: { } update } }:
                Sent((who, update.Status.TaskId.Value), update.Uuid);
                break;
            case UpdateAcknowledged { Message: { } message } when inFlight.GetValueOrDefault((who, message.TaskId.Value)) == message.Uuid:
                inFlight.Remove((who, message.TaskId.Value));
                acknowledged.Add((who, message.Uuid));
                break;
        }
    }

    private void Sent((string Agent, string Task) key, ByteString uuid)
    {
        if (acknowledged.Contains((key.Agent, uuid)))
        {
            // It was decided to send it again before it was acknowledged, and done only now, behind a slow write.
            return;
        }

        SimFailure.Unless(
            !inFlight.TryGetValue(key, out var before) || before == uuid,
            () => $"{key.Agent} sends an update of {key.Task} before the one before it was acknowledged");
        inFlight[key] = uuid;
    }
}
