using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using Resource = Mesos.V1.Resource;

namespace Kernel.Marathon.Core;

/// <summary>
/// Reserves what an instance with persistent volumes needs, and creates the volumes. It is launched when they come back
/// as an offer
/// (Marathon: InstanceOpFactoryImpl, ReservationOp).
/// </summary>
internal static class ReserveVolumes
{
    /// <summary>Reserves resources of an offer for an instance.</summary>
    /// <returns>What the master is asked to do; null if the offer does not do.</returns>
    internal static IReadOnlyList<Operation>? Decide(
        MarathonState state, Instance instance, OfferPool pool, MarathonStep step, List<NoMatch> reasons)
    {
        var trial = pool.Try();
        var taken = new List<Resource>();
        if (!TakeNeeds(trial, instance.Spec, step.Chance, taken, reasons))
        {
            return null;
        }

        var volumes = new List<Resource>();
        foreach (var volume in instance.Spec.PersistentVolumes)
        {
            if (Disks.Take(trial, volume.Info) is not { } disk)
            {
                reasons.Add(NoMatch.InsufficientDisk);
                return null;
            }

            taken.Add(disk);
            volumes.Add(
                Create(Reservations.Reserve(disk, instance, state), volume, instance, step, state.Settings.Principal));
        }

        pool.Keep(trial);
        Record(state, instance, pool, volumes, step);
        return
        [
            new()
            {
                Type = Operation.Types.Type.Reserve,
                Reserve = new() { Resources = { taken.Select(resource => Reservations.Reserve(resource, instance,
                    state)) } },
            },
            new() { Type = Operation.Types.Type.Create, Create = new() { Volumes = { volumes } } },
        ];
    }

    /// <summary>What was reserved did not come back in time: it is tried again.</summary>
    internal static void Decide(MarathonState state, MarathonInput.ReservationOverdue due, MarathonStep step)
    {
        if (state.Instances.Find(due.Id) is { Condition: Condition.Scheduled, Incarnation: 0 } instance
            && instance.Since == due.Since)
        {
            step.Note($"what was reserved for instance {instance.Id} has not been offered again");
            RecordInstance.Set(state, instance with { Volumes = [], Agent = null, Since = step.Now }, step);
            WantOffers.Ask(state, step);
        }
    }

    private static bool TakeNeeds(
        OfferPool trial, RunSpec spec, Chance chance, List<Resource> taken, List<NoMatch> reasons)
    {
        var needs = spec.Needs;
        (string Name, double Amount, NoMatch Reason)[] wanted =
        [
            ("cpus", needs.Cpus, NoMatch.InsufficientCpus),
            ("mem", needs.Mem, NoMatch.InsufficientMemory),
            ("disk", needs.Disk, NoMatch.InsufficientDisk),
            ("gpus", needs.Gpus, NoMatch.InsufficientGpus),
        ];
        foreach (var (name, amount, reason) in wanted)
        {
            if (!trial.TakeScalar(name, amount, Disks.IsUnreserved, taken))
            {
                reasons.Add(reason);
                return false;
            }
        }

        if (trial.TakePorts([.. MatchOffer.HostPorts(spec).OfType<int>()], Disks.IsUnreserved, chance, taken) is null)
        {
            reasons.Add(NoMatch.InsufficientPorts);
        }

        return reasons.Count == 0;
    }

    private static Resource Create(
        Resource disk, PersistentVolume volume, Instance instance, MarathonStep step, string? principal)
    {
        var created = disk.Clone();
        created.Disk ??= new();
        created.Disk.Persistence = new()
        {
            Id = $"{instance.SpecId.Safe}#{volume.ContainerPath}#{step.Chance.NextGuid()}",
        };
        if (principal is not null)
        {
            created.Disk.Persistence.Principal = principal;
        }

        created.Disk.Volume = new() { ContainerPath = volume.ContainerPath, Mode = Volume.Types.Mode.Rw };
        return created;
    }

    private static void Record(
        MarathonState state, Instance instance, OfferPool pool, List<Resource> volumes, MarathonStep step)
    {
        RecordInstance.Set(
            state, instance with { Volumes = [.. volumes], Agent = pool.Agent, Since = step.Now }, step);
        step.After(state.Settings.ReservationTimeout, new MarathonInput.ReservationOverdue(instance.Id, step.Now));
        step.Note($"volumes of instance {instance.Id} are reserved on {pool.Agent.Host}");
    }
}
