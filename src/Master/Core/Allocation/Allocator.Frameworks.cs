using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>
    /// Adds a framework; if active, all agents are candidates at once. What agents have already been said to run
    /// for it counts as its.
    /// </summary>
    public void AddFramework(FrameworkId id, FrameworkTraits traits, bool active) => throw Invariant.Unreachable("body follows");

    /// <summary>
    /// Gives a framework other traits. Filters of roles it leaves are void; roles it joins, or that are no longer suppressed,
    /// make all agents candidates at once.
    /// </summary>
    public void UpdateFramework(FrameworkId id, FrameworkTraits traits) => throw Invariant.Unreachable("body follows");

    /// <summary>Removes a framework and its filters. What it still has on agents counts until it is recovered.</summary>
    public void RemoveFramework(FrameworkId id) => throw Invariant.Unreachable("body follows");

    /// <summary>Lets a framework be offered resources; all agents are candidates at once.</summary>
    public void ActivateFramework(FrameworkId id) => throw Invariant.Unreachable("body follows");

    /// <summary>Stops offers to a framework and voids all its filters and inverse filters.</summary>
    public void DeactivateFramework(FrameworkId id) => throw Invariant.Unreachable("body follows");

    /// <summary>Stops offers for some of a framework's roles (SUPPRESS); none named: all of them.</summary>
    public void Suppress(FrameworkId id, IReadOnlyCollection<string> roles) => throw Invariant.Unreachable("body follows");

    /// <summary>
    /// Wants offers for some of a framework's roles again (REVIVE); none named: all of them. Their filters and all
    /// inverse filters of the framework are void, and all agents are candidates at once.
    /// </summary>
    public void Revive(FrameworkId id, IReadOnlyCollection<string> roles) => throw Invariant.Unreachable("body follows");

    /// <summary>Whether the allocator knows a framework.</summary>
    public bool HasFramework(FrameworkId id) => throw Invariant.Unreachable("body follows");

    /// <summary>The roles that a framework has suppressed now.</summary>
    public IReadOnlyCollection<string> SuppressedRoles(FrameworkId id) => throw Invariant.Unreachable("body follows");
}
