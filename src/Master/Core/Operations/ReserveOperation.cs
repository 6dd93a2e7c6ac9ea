using Kernel.Model;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>RESERVE: keeps resources for a role (mesos.md 2.6; Mesos: validate(Offer::Operation::Reserve)).</summary>
public static class ReserveOperation
{
    /// <summary>Why resources may not be reserved; null if they may.</summary>
    /// <param name="source">What they are made of, if an operator changes reservations; else empty.</param>
    /// <param name="resources">The resources as they are to be, their topmost reservation the new one.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="agent">Where.</param>
    public static string? Refuse(Resources source, Resources resources, OperationAsker asker, Agent agent) =>
        OperationRules.Refuse(resources, asker)
        ?? (source.IsEmpty ? null : RefuseSource(source, resources, asker))
        ?? resources.Select(resource => RefuseOne(resource, asker, agent)).FirstOrDefault(static reason => reason is not null);

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resources source, Resources resources) => new(
        source.IsEmpty ? resources.Select(static resource => resource.As(Popped(resource.Kind))) : source,
        resources);

    /// <summary>A kind without its topmost reservation.</summary>
    internal static ResourceKind Popped(ResourceKind kind) => kind.WithReservations(kind.Reservations[..^1]);

    private static string? RefuseOne(Resource resource, OperationAsker asker, Agent agent)
    {
        var kind = resource.Kind;
        if (!kind.IsDynamicallyReserved)
        {
            return $"Resource {resource} is not dynamically reserved";
        }

        if (kind.Revocable)
        {
            return $"Resource {resource} is revocable and cannot be reserved";
        }

        if (kind.IsPersistentVolume && (kind.Reservations.Length < 2))
        {
            return $"A persistent volume {resource} must already be reserved";
        }

        return RefusePrincipal(kind.Reservations[^1], asker) ?? RefuseRole(kind, asker) ?? RefuseAgent(kind, agent);
    }

    private static string? RefusePrincipal(Reservation reservation, OperationAsker asker)
    {
        if (asker.Principal is not { } principal || reservation.Principal == principal)
        {
            return null;
        }

        return reservation.Principal is null
            ? $"A reserve operation was attempted by principal '{principal}', but there is a reserved resource in the "
                + "request with no principal set"
            : $"A reserve operation was attempted by authenticated principal '{principal}', but there is a reserved "
                + $"resource in the request with principal '{reservation.Principal}' set";
    }

    private static string? RefuseRole(ResourceKind kind, OperationAsker asker)
    {
        if (asker.IsOperator)
        {
            return null;
        }

        if (kind.AllocationRole != kind.ReservedRole)
        {
            return $"A reserve operation was attempted for a resource with role '{kind.ReservedRole}', but the resource "
                + $"is allocated to role '{kind.AllocationRole}'";
        }

        return asker.Roles.Contains(kind.ReservedRole!)
            ? null
            : $"A reserve operation was attempted for a resource allocated to role '{kind.ReservedRole}', but the "
                + $"framework only has roles '{string.Join(", ", asker.Roles)}'";
    }

    private static string? RefuseAgent(ResourceKind kind, Agent agent)
    {
        if (kind.ReservedRole!.Contains('/', StringComparison.Ordinal) && !agent.Can(CapabilityType.HierarchicalRole))
        {
            return $"Resources cannot be reserved for the hierarchical role '{kind.ReservedRole}', since agent {agent.Id} "
                + "does not support hierarchical roles";
        }

        return kind.Reservations.Length > 1 && !agent.Can(CapabilityType.ReservationRefinement)
            ? $"Resources cannot be reserved with refined reservations, since agent {agent.Id} does not support them"
            : null;
    }

    private static string? RefuseSource(Resources source, Resources resources, OperationAsker asker)
    {
        if (!asker.IsOperator)
        {
            return "Reservations can only be changed ('source') by operators";
        }

        if (OperationRules.Refuse(source, asker) is { } reason)
        {
            return reason;
        }

        if (IsMixed(source) || IsMixed(resources))
        {
            return "All resources of 'source', and all of 'resources', must have the same reservations";
        }

        return Bare(source).Equals(Bare(resources))
            ? null
            : "The quantities of 'source' and 'resources' must be equal";
    }

    private static bool IsMixed(Resources resources)
    {
        var first = resources.Entries[0].Kind.Reservations;
        return resources.Any(resource => !resource.Kind.Reservations.AsSpan().SequenceEqual(first.AsSpan()));
    }

    private static Resources Bare(Resources resources) =>
        resources.Select(static resource => resource.As(resource.Kind.WithReservations([])));
}
