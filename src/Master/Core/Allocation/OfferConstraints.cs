using System.Collections.Immutable;

namespace Kernel.Master.Core.Allocation;

/// <summary>Which agents a framework wants offers of, by role (Mesos: OfferConstraintsFilter).</summary>
/// <param name="Roles">
/// For each role its groups, of which one must hold entirely; a role that is not here takes every agent.
/// </param>
public sealed record OfferConstraints(ImmutableSortedDictionary<string, ImmutableArray<ConstraintGroup>> Roles)
{
    /// <summary>Every agent will do.</summary>
    public static readonly OfferConstraints None =
        new(ImmutableSortedDictionary<string, ImmutableArray<ConstraintGroup>>.Empty);

    /// <summary>Whether a framework wants offers of an agent for a role.</summary>
    public bool Accept(string role, AgentTraits agent) =>
        Roles.IsEmpty || !Roles.TryGetValue(role, out var groups) || ConstraintGroup.AnyAccepts(groups, agent);
}

/// <summary>Constraints of which all must hold.</summary>
/// <param name="Constraints">At least one.</param>
public sealed record ConstraintGroup(ImmutableArray<AttributeConstraint> Constraints)
{
    /// <summary>Whether one of several groups holds for an agent.</summary>
    public static bool AnyAccepts(ImmutableArray<ConstraintGroup> groups, AgentTraits agent) =>
        groups.Any(group => group.Accepts(agent));

    /// <summary>Whether all of them hold for an agent.</summary>
    public bool Accepts(AgentTraits agent) => Constraints.All(constraint => constraint.Accepts(agent));
}
