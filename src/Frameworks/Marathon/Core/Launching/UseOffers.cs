using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1.Scheduler;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>
/// Offers come in: instances that wait are put on them, and what is left is declined (Marathon:
/// OfferMatcherManagerActor.scala).
/// </summary>
internal static class UseOffers
{
    /// <summary>Decides what is done with some offers.</summary>
    internal static void Decide(MarathonState state, IEnumerable<V1.Offer> offers, MarathonStep step)
    {
        foreach (var offer in offers)
        {
            Use(state, offer, step);
        }
    }

    private static void Use(MarathonState state, V1.Offer offer, MarathonStep step)
    {
        var pool = new OfferPool(offer);
        var operations = new List<V1.Offer.Types.Operation>(Reservations.Free(state, pool));
        var launches = 0;
        var again = new Queue<PathId>();
        foreach (var id in InRandomOrder([.. state.Instances.WaitingSpecs], again, step.Chance))
        {
            if (launches >= state.Settings.MaxInstancesPerOffer || state.LaunchTokens <= 0)
            {
                break;
            }

            if (MayLaunch(state, id, step.Now) && Launch(state, id, pool, step) is { } launch)
            {
                operations.AddRange(launch);
                launches++;
                state.LaunchTokens--;
                again.Enqueue(id);
            }
        }

        Answer(state, offer, operations, step);
    }

    /// <summary>
    /// Each app once, in random order, and then those that got something, in turn. Only as much is shuffled as is
    /// looked at.
    /// </summary>
    private static IEnumerable<PathId> InRandomOrder(PathId[] ids, Queue<PathId> again, Chance chance)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var j = i + chance.Next(ids.Length - i);
            (ids[i], ids[j]) = (ids[j], ids[i]);
            yield return ids[i];
        }

        while (again.TryDequeue(out var id))
        {
            yield return id;
        }
    }

    private static bool MayLaunch(MarathonState state, PathId id, Moment now) =>
        state.Instances.CountWaiting(id) > 0 && state.Tree.Spec(id) is { } spec && state.NotBefore(spec, now) <= now;

    /// <summary>Launches an instance of an app or pod, or reserves what it needs first.</summary>
    private static IReadOnlyList<V1.Offer.Types.Operation>? Launch(
        MarathonState state, PathId id, OfferPool pool, MarathonStep step)
    {
        var reasons = new List<NoMatch>();
        if (state.Instances.WaitingFor(id, pool.Rest) is { } instance
            && Operations(state, instance, pool, step, reasons) is { } operations)
        {
            state.Offers.For(id).NoteUsed(pool.Offer.AgentId.Value, step.Now);
            return operations;
        }

        state.Offers.For(id).NoteUnused(
            pool.Offer, reasons.Count > 0 ? reasons : [NoMatch.NoCorrespondingReservationFound], step.Now);
        return null;
    }

    private static IReadOnlyList<V1.Offer.Types.Operation>? Operations(
        MarathonState state, Instance instance, OfferPool pool, MarathonStep step, List<NoMatch> reasons)
    {
        if (instance.Spec.IsResident && instance.Volumes.IsEmpty)
        {
            return MatchOffer.Suits(instance, pool, state, step, reasons)
                ? ReserveVolumes.Decide(state, instance, pool, step, reasons)
                : null;
        }

        if (MatchOffer.Match(instance, pool, state, step, reasons) is not { } match)
        {
            return null;
        }

        var provisioned = Provision(state, instance, pool, match, step);
        return
        [
            provisioned.Spec is AppDefinition app
                ? new()
                {
                    Type = V1.Offer.Types.Operation.Types.Type.Launch,
                    Launch = new() { TaskInfos = { AppTask.Build(app, provisioned.Tasks[0], pool.Offer, match,
                        state.Settings) } },
                }
                : PodTasks.Build((PodDefinition)provisioned.Spec, provisioned, pool.Offer, match, state.Settings,
                    state.Mesos.FrameworkId),
        ];
    }

    /// <summary>Records the launch, before it is asked for.</summary>
    private static Instance Provision(
        MarathonState state, Instance instance, OfferPool pool, OfferMatch match, MarathonStep step)
    {
        var incarnation = instance.Incarnation + 1;
        var provisioned = RecordInstance.Set(
            state,
            instance with
            {
                Condition = Condition.Provisioned,
                Since = step.Now,
                Incarnation = incarnation,
                Agent = pool.Agent,
                Tasks = Tasks(instance, incarnation, match, step.Now),
            },
            step);
        step.After(state.Settings.LaunchConfirmTimeout, new MarathonInput.LaunchOverdue(
            instance.Id, incarnation, Condition.Provisioned));
        step.Note($"instance {instance.Id} is launched on {pool.Agent.Host}");
        return provisioned;
    }

    private static ImmutableArray<InstanceTask> Tasks(Instance instance, int incarnation, OfferMatch match, Moment now)
    {
        if (instance.Spec is not PodDefinition pod)
        {
            return [Task("_app", null, [.. match.AssignedPorts])];
        }

        var tasks = ImmutableArray.CreateBuilder<InstanceTask>(pod.Containers.Count);
        var first = 0;
        foreach (var container in pod.Containers)
        {
            var count = container.Endpoints?.Count ?? 0;
            tasks.Add(Task(container.Name, container.Name, [.. match.HostPorts.Skip(first).Take(count).OfType<int>()]));
            first += count;
        }

        return tasks.DrainToImmutable();

        InstanceTask Task(string name, string? container, ImmutableArray<int> ports) =>
            new(instance.Id.Task(name, incarnation), container, Condition.Provisioned, now, null, ports, null);
    }

    private static void Answer(
        MarathonState state, V1.Offer offer, List<V1.Offer.Types.Operation> operations, MarathonStep step)
    {
        var wantsMore = state.Instances.WaitingSpecs.Count > 0 && operations.Count > 0;
        var refuse = wantsMore ? 0 : state.LaunchTokens > 0 ? state.Settings.DeclineDuration.TotalSeconds : 1;
        var filters = new V1.Filters { RefuseSeconds = refuse };
        step.Do(new MarathonEffect.CallMesos(operations.Count > 0
            ? new()
            {
                Type = Call.Types.Type.Accept,
                Accept = new() { OfferIds = { offer.Id }, Operations = { operations }, Filters = filters },
            }
            : new()
            {
                Type = Call.Types.Type.Decline,
                Decline = new() { OfferIds = { offer.Id }, Filters = filters },
            }));
    }
}
