using Kernel.Model;
using Resource = Mesos.V1.Resource;

namespace Kernel.Marathon.Core;

/// <summary>What an instance gets of an offer.</summary>
/// <param name="Resources">The resources, apart from ports and volumes.</param>
/// <param name="PortResources">The ports, as resources.</param>
/// <param name="HostPorts">The ports in the order in which the app or pod has them; null where it has none on the
/// agent.</param>
/// <param name="Volumes">The instance's persistent volumes.</param>
internal sealed record OfferMatch(
    IReadOnlyList<Resource> Resources,
    IReadOnlyList<Resource> PortResources,
    IReadOnlyList<int?> HostPorts,
    IReadOnlyList<Resource> Volumes)
{
    /// <summary>The host ports that there are.</summary>
    internal IEnumerable<int> AssignedPorts => HostPorts.OfType<int>();
}

/// <summary>
/// Decides whether an instance fits on what is left of an offer (Marathon: RunSpecOfferMatcher.scala,
/// ResourceMatcher.scala).
/// </summary>
internal static class MatchOffer
{
    private static readonly string[] Scalars = ["cpus", "mem", "disk", "gpus"];

    private static readonly NoMatch[] Shortages =
        [NoMatch.InsufficientCpus, NoMatch.InsufficientMemory, NoMatch.InsufficientDisk, NoMatch.InsufficientGpus];

    /// <summary>Matches an instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="pool">What is left of the offer; what the instance gets is taken out.</param>
    /// <param name="state">Where else instances are.</param>
    /// <param name="step">Now, and chance for ports.</param>
    /// <param name="reasons">Why it does not fit.</param>
    internal static OfferMatch? Match(
        Instance instance, OfferPool pool, MarathonState state, MarathonStep step, List<NoMatch> reasons)
    {
        var spec = instance.Spec;
        CheckAgent(instance, pool, state, step.Now, reasons);
        if (reasons.Count > 0)
        {
            return null;
        }

        var usable = instance.Volumes.IsEmpty
            ? Usable(spec, instance.Role, state.Settings)
            : resource => Reservations.For(resource, state.Mesos.FrameworkId) == instance.Id;
        CheckAmounts(spec, pool, usable, state.Settings, reasons);
        return reasons.Count > 0 ? null : Take(instance, pool, usable, step.Chance, reasons);
    }

    /// <summary>Whether an agent will do for an instance, whatever it offers.</summary>
    internal static bool Suits(
        Instance instance, OfferPool pool, MarathonState state, MarathonStep step, List<NoMatch> reasons)
    {
        CheckAgent(instance, pool, state, step.Now, reasons);
        return reasons.Count == 0;
    }

    private static void CheckAgent(
        Instance instance, OfferPool pool, MarathonState state, Moment now, List<NoMatch> reasons)
    {
        var offer = pool.Offer;
        var spec = instance.Spec;
        if (offer.AllocationInfo is { HasRole: true } allocation && allocation.Role != instance.Role)
        {
            reasons.Add(NoMatch.UnfulfilledRole);
        }
        else if (!IsInRegion(spec, pool.Agent, state.Mesos.Region) || !Fits(spec, pool.Agent, state))
        {
            reasons.Add(NoMatch.UnfulfilledConstraint);
        }
        else if (!instance.Volumes.IsEmpty && Volumes(instance, pool).Count < instance.Volumes.Length)
        {
            reasons.Add(NoMatch.NoCorrespondingReservationFound);
        }
        else if (offer.Unavailability is { } unavailable
            && new Moment(unavailable.Start.Nanoseconds) <= now + state.Settings.Draining)
        {
            reasons.Add(NoMatch.AgentMaintenance);
        }
    }

    private static void CheckAmounts(
        RunSpec spec, OfferPool pool, Func<Resource, bool> usable, MarathonSettings settings, List<NoMatch> reasons)
    {
        var needs = spec.Needs;
        double[] amounts = [needs.Cpus, needs.Mem, needs.Disk, needs.Gpus];
        for (var i = 0; i < Scalars.Length; i++)
        {
            if (amounts[i] > 0
                && pool.Thousandths(Scalars[i], usable) < Kernel.Model.Resource.ToThousandths(amounts[i]))
            {
                reasons.Add(Shortages[i]);
            }
        }

        if (needs.Gpus <= 0 && settings.GpusAreScarce && pool.Thousandths("gpus", static _ => true) > 0
            && !ToleratesGpus(spec))
        {
            reasons.Add(NoMatch.DeclinedScarceResources);
        }
    }

    private static OfferMatch? Take(
        Instance instance, OfferPool pool, Func<Resource, bool> usable, Chance chance, List<NoMatch> reasons)
    {
        var spec = instance.Spec;
        var trial = pool.Try();
        var wanted = HostPorts(spec);
        var ports = new List<Resource>();
        var chosen = trial.TakePorts([.. wanted.OfType<int>()], usable, chance, ports);
        if (chosen is null)
        {
            reasons.Add(NoMatch.InsufficientPorts);
            return null;
        }

        var needs = spec.Needs;
        double[] amounts = [needs.Cpus, needs.Mem, needs.Disk, needs.Gpus];
        var taken = new List<Resource>();
        for (var i = 0; i < Scalars.Length; i++)
        {
            Invariant.Holds(trial.TakeScalar(Scalars[i], amounts[i], usable, taken), "what was counted can be taken");
        }

        var volumes = Volumes(instance, trial);
        volumes.ForEach(trial.TakeEntry);
        pool.Keep(trial);
        var next = 0;
        return new(taken, ports, [.. wanted.Select(port => port is null ? (int?)null : chosen[next++])], volumes);
    }

    /// <summary>The host ports an app or pod wants: 0 for any, null for none.</summary>
    internal static List<int?> HostPorts(RunSpec spec) => spec is AppDefinition app
        ? [.. AppPorts.Of(app).Select(static port => port.HostPort)]
        : [.. PodPorts.Of((PodDefinition)spec).Select(static endpoint => endpoint.HostPort)];

    /// <summary>
    /// Which resources an instance may take: those of the roles it accepts that nobody else has reserved.
    /// </summary>
    private static Func<Resource, bool> Usable(RunSpec spec, string role, MarathonSettings settings)
    {
        var accepted = spec.ResourceRoles;
        var unreserved = accepted?.Contains("*") ?? settings.DefaultResourceRoles is "any" or "unreserved";
        var reserved = accepted?.Contains(role) ?? settings.DefaultResourceRoles is "any" or "reserved";
        return resource => OfferPool.ReservedFor(resource) is { } owner
            ? reserved && owner == role && OfferPool.ReservationLabels(resource) is not { Labels_.Count: > 0 }
            : unreserved;
    }

    private static bool Fits(RunSpec spec, InstanceAgent agent, MarathonState state) =>
        spec.Placement.Count == 0
        || Constraints.Allow(spec, Constraints.Population(state.Instances.Of(spec.Id).Values, spec), agent);

    private static bool IsInRegion(RunSpec spec, InstanceAgent agent, string? home) =>
        agent.Region is null || agent.Region == home
            || spec.Placement.Any(static constraint => constraint.IsAboutDomain);

    /// <summary>The instance's volumes, as they are offered.</summary>
    private static List<Resource> Volumes(Instance instance, OfferPool pool) =>
    [
        .. pool.Rest.Where(resource => resource.Disk?.Persistence is { } persistence
            && instance.Volumes.Any(volume => volume.Disk.Persistence.Id == persistence.Id)),
    ];

    private static bool ToleratesGpus(RunSpec spec)
    {
        var labels = spec is AppDefinition app ? app.Labels : ((PodDefinition)spec).Labels;
        return labels?.TryGetValue("GPU_SCHEDULING_BEHAVIOR", out var behavior) == true && behavior == "unrestricted";
    }
}
