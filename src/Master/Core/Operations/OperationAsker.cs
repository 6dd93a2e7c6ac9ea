using System.Collections.Immutable;
using Kernel.Model;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Operations;

/// <summary>Who asks for an operation on resources: a framework, on what it was offered, or an operator, on what is free.</summary>
/// <param name="Framework">The framework; null for an operator.</param>
/// <param name="Principal">The principal that reservations and volumes must name; null if nobody has authenticated.</param>
/// <param name="Roles">The framework's roles; of no meaning for an operator.</param>
/// <param name="KnowsSharedResources">Whether it may make shared volumes.</param>
public sealed record OperationAsker(
    FrameworkId? Framework, string? Principal, ImmutableSortedSet<string> Roles, bool KnowsSharedResources)
{
    /// <summary>An operator.</summary>
    public static OperationAsker Operator(string? principal) => new(null, principal, [], true);

    /// <summary>A framework.</summary>
    public static OperationAsker Of(Framework framework) => new(
        framework.Id,
        framework.Info.HasPrincipal ? framework.Info.Principal : null,
        framework.Roles,
        framework.Has(CapabilityType.SharedResources));

    /// <summary>Whether it is an operator.</summary>
    public bool IsOperator => Framework is null;
}
