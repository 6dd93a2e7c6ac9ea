namespace Kernel.Model;

/// <summary>An executor, named by its framework; unique on an agent within that framework.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct ExecutorId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
