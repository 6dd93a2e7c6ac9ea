namespace Kernel.Model;

/// <summary>A persistent volume, named by its creator; unique per role on an agent.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct PersistenceId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
