using Google.Protobuf;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>A task as its framework knows it, and what its updates must keep to.</summary>
public sealed class SimTask(string id, string agent, string group)
{
    private readonly List<ByteString> acknowledged = [];
    private ByteString? unacknowledged;

    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Where it was launched.</summary>
    public string Agent { get; } = agent;

    /// <summary>What it was launched with; empty if alone.</summary>
    public string Group { get; } = group;

    /// <summary>The state it was last told in.</summary>
    public TaskState State { get; private set; } = TaskState.TaskStaging;

    /// <summary>The status it was last told in; null if none was.</summary>
    public TaskStatus? Last { get; private set; }

    /// <summary>Whether its framework counts it as over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the framework has asked for its end.</summary>
    public bool IsKillAsked { get; set; }

    /// <summary>Whether its processes have ended, which its framework may not know yet.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether it was given up and has been seen alive since.</summary>
    public bool IsRisen => IsOver && !IsEnd(State);

    /// <summary>Takes an update.</summary>
    public void Take(TaskStatus status)
    {
        if (status.HasUuid && !status.Uuid.IsEmpty)
        {
            CheckOrder(status);
        }

        Last = status;
        State = status.State;
        IsOver |= IsEnd(status.State);
    }

    /// <summary>Its update has been acknowledged.</summary>
    public void Acknowledged(ByteString uuid)
    {
        acknowledged.Add(uuid);
        unacknowledged = null;
    }

    /// <summary>The next update comes only after the one before was acknowledged; one that was may come again.</summary>
    private void CheckOrder(TaskStatus status)
    {
        if (!acknowledged.Contains(status.Uuid))
        {
            SimFailure.Unless(
                unacknowledged is null || unacknowledged == status.Uuid,
                () => $"{Id}: an update came before the one before it was acknowledged");
            unacknowledged = status.Uuid;
        }
    }

    private static bool IsEnd(TaskState state) => state is not (TaskState.TaskStaging or TaskState.TaskStarting
        or TaskState.TaskRunning or TaskState.TaskKilling or TaskState.TaskUnreachable);
}
