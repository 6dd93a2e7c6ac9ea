using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// Whether an agent may keep its id although its info changed (Mesos: src/slave/compatibility.cpp). Under
/// <see cref="ReconfigurationPolicy.Additive"/> it may have more than before, never less.
/// </summary>
public static class Reconfiguration
{
    /// <summary>Why the agent may not keep the id of its old info; null if it may.</summary>
    public static string? Refuse(AgentConfiguration configuration, V1.AgentInfo old)
    {
        var present = configuration.Info;
        var difference = configuration.ReconfigurationPolicy == ReconfigurationPolicy.Equal
            ? Unequal(present, old)
            : NotAdded(configuration, present, old);
        return difference is null ? null : $"Incompatible agent info detected.\n{difference}\n"
            + "To remedy this: restart the agent with the old flags, "
            + "or remove its meta directory to start it as a new agent";
    }

    private static string? Unequal(V1.AgentInfo present, V1.AgentInfo old)
    {
        var withoutId = old.Clone();
        withoutId.Id = null;
        return withoutId.Equals(present) ? null : $"Old agent info: {withoutId}\nNew agent info: {present}";
    }

    private static string? NotAdded(AgentConfiguration configuration, V1.AgentInfo present, V1.AgentInfo old)
    {
        if (present.Hostname != old.Hostname)
        {
            return NotPermitted($"Hostname changed from {old.Hostname} to {present.Hostname}");
        }

        if (present.Port != old.Port)
        {
            return NotPermitted($"Port changed from {old.Port} to {present.Port}");
        }

        if (old.Domain is not null && !old.Domain.Equals(present.Domain))
        {
            return NotPermitted("Domain changed");
        }

        var (before, after) =
            (configuration.Resources.Read(old.Resources), configuration.Resources.Read(present.Resources));
        if (before is null || after is null || !after.Contains(before))
        {
            return NotPermitted($"Resources changed from {before} to {after}");
        }

        return LostAttribute(present, old);
    }

    private static string NotPermitted(string change) =>
        $"Configuration change not permitted under `additive` policy: {change}";

    private static string? LostAttribute(V1.AgentInfo present, V1.AgentInfo old)
    {
        foreach (var attribute in old.Attributes)
        {
            var isKept = attribute.Type == V1.Value.Types.Type.Ranges
                ? present.Attributes.Any(other =>
                    other.Name == attribute.Name && Covers(other.Ranges, attribute.Ranges))
                : present.Attributes.Contains(attribute);
            if (!isKept)
            {
                return NotPermitted($"Attribute {attribute.Name} changed or is gone");
            }
        }

        return null;
    }

    private static bool Covers(V1.Value.Types.Ranges? outer, V1.Value.Types.Ranges inner) =>
        outer is not null && inner.Range.All(part =>
            outer.Range.Any(whole => whole.Begin <= part.Begin && whole.End >= part.End));
}
