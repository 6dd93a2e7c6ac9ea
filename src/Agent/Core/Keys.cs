using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>A task of a framework.</summary>
public readonly record struct TaskKey(FrameworkId Framework, TaskId Task)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Task} of framework {Framework}";
}

/// <summary>An executor of a framework.</summary>
public readonly record struct ExecutorKey(FrameworkId Framework, ExecutorId Executor)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Executor} of framework {Framework}";
}
