namespace Kernel.Model;

/// <summary>An agent: <c>&lt;master id&gt;-S&lt;n&gt;</c>, given by the master at first registration and kept by the agent.</summary>
/// <param name="Value">The text of the id.</param>
public readonly record struct AgentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
