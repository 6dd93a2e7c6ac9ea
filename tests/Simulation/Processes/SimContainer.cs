using Kernel.Messages.Host;
using Mesos.V1;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>The processes of a task on a machine: chance has decided how long they run and how they end.</summary>
public sealed class SimContainer(ContainerPlan plan, TaskInfo task)
{
    /// <summary>How it was made.</summary>
    public ContainerPlan Plan { get; } = plan;

    /// <summary>The task.</summary>
    public TaskInfo Task { get; } = task;

    /// <summary>Its task's id.</summary>
    public string TaskId => Task.TaskId.Value;

    /// <summary>Whether it may be ended at any time, because somebody wanted its machine empty while it ran.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver { get; set; }
}
