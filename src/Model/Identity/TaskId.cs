namespace Kernel.Model;

/// <summary>A task, named by its framework; unique among the tasks of that framework that have not ended.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct TaskId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
