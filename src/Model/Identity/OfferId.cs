namespace Kernel.Model;

/// <summary>An offer or inverse offer: <c>&lt;master id&gt;-O&lt;n&gt;</c>.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct OfferId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
