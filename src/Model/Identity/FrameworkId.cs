namespace Kernel.Model;

/// <summary>A framework: <c>&lt;master id&gt;-&lt;nnnn&gt;</c>, given by the master at first subscription and kept by the framework.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct FrameworkId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
