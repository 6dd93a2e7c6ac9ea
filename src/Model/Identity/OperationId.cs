namespace Kernel.Model;

/// <summary>An operation on resources, named by its framework when it wants feedback.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct OperationId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
