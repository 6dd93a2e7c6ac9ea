using Mesos.V1;
using Capability = Mesos.V1.FrameworkInfo.Types.Capability;

namespace Kernel.Marathon.Core;

/// <summary>How Marathon introduces itself to Mesos (Marathon: MarathonSchedulerDriver.scala).</summary>
internal static class FrameworkInfos
{
    /// <summary>Makes the introduction.</summary>
    internal static FrameworkInfo Of(MarathonState state)
    {
        var settings = state.Settings;
        var info = new FrameworkInfo
        {
            User = settings.User ?? "",
            Name = settings.FrameworkName,
            FailoverTimeout = settings.FailoverTimeout.TotalSeconds,
            Checkpoint = settings.Checkpoint,
            Hostname = settings.Hostname,
        };
        info.Roles.AddRange(Roles(state));
        info.Capabilities.AddRange(Capabilities(settings).Select(static type => new Capability { Type = type }));
        if (settings.WebUiUrl is { } url)
        {
            info.WebuiUrl = url;
        }

        if (settings.Principal is { } principal)
        {
            info.Principal = principal;
        }

        if (state.Mesos.FrameworkId is { } id)
        {
            info.Id = new() { Value = id };
        }

        return info;
    }

    /// <summary>The default role and all roles in use.</summary>
    internal static IReadOnlyList<string> Roles(MarathonState state) =>
    [
        .. state.Tree.Specs.Values.Select(static spec => spec.Role)
            .Concat(state.Instances.All.Select(static instance => instance.Role))
            .Append(state.Settings.Role)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<Capability.Types.Type> Capabilities(MarathonSettings settings)
    {
        yield return Capability.Types.Type.PartitionAware;
        yield return Capability.Types.Type.RegionAware;
        yield return Capability.Types.Type.MultiRole;
        yield return Capability.Types.Type.TaskKillingState;
        yield return Capability.Types.Type.ReservationRefinement;
        if (settings.Has("gpu_resources"))
        {
            yield return Capability.Types.Type.GpuResources;
        }
    }
}
