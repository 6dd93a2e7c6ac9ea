using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Frameworks;

/// <summary>
/// A framework wants no offers for a while, or wants them again (mesos.md 2.8). No roles named means all of its roles; one
/// role that is not its own, and the whole call is dropped.
/// </summary>
public static class Suppression
{
    /// <summary>REVIVE.</summary>
    public static void Revive(MasterState state, Framework framework, Call.Types.Revive? call, MasterStep step)
    {
        if (AreOwn(framework, call?.Roles ?? [], step))
        {
            state.Allocator.Revive(framework.Id, call?.Roles.ToList() ?? []);
        }
    }

    /// <summary>SUPPRESS.</summary>
    public static void Suppress(MasterState state, Framework framework, Call.Types.Suppress? call, MasterStep step)
    {
        if (AreOwn(framework, call?.Roles ?? [], step))
        {
            state.Allocator.Suppress(framework.Id, call?.Roles.ToList() ?? []);
        }
    }

    private static bool AreOwn(Framework framework, IEnumerable<string> roles, MasterStep step)
    {
        if (roles.FirstOrDefault(role => Roles.Refuse(role) is not null || !framework.Roles.Contains(role)) is not { } foreign)
        {
            return true;
        }

        step.Note($"Dropped REVIVE or SUPPRESS of framework {framework.Id}: it is not subscribed to role '{foreign}'");
        return false;
    }
}
