using System.Collections.Immutable;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>All instances, by themselves and by their app.</summary>
public sealed class InstanceBook
{
    private static readonly ImmutableDictionary<InstanceId, Instance> None = ImmutableDictionary<InstanceId, Instance>.Empty;

    private readonly Dictionary<InstanceId, Instance> all = [];
    private readonly Dictionary<PathId, SortedSet<string>> waiting = [];

    private readonly SortedDictionary<string, int> waitingRoles = new(StringComparer.Ordinal);
    private bool news;

    /// <summary>The roles under which instances wait for an offer.</summary>
    public IReadOnlyCollection<string> WaitingRoles => waitingRoles.Keys;

    /// <summary>Every instance.</summary>
    public IReadOnlyCollection<Instance> All => all.Values;

    /// <summary>The apps and pods with instances that wait for an offer.</summary>
    public IReadOnlyCollection<PathId> WaitingSpecs => waiting.Keys;

    /// <summary>The instances of each app and pod that has some.</summary>
    public ImmutableDictionary<PathId, ImmutableDictionary<InstanceId, Instance>> BySpec { get; private set; } =
        ImmutableDictionary<PathId, ImmutableDictionary<InstanceId, Instance>>.Empty;

    /// <summary>An instance; null if there is none.</summary>
    public Instance? Find(InstanceId id) => all.GetValueOrDefault(id);

    /// <summary>The instances of an app or pod.</summary>
    public ImmutableDictionary<InstanceId, Instance> Of(PathId spec) => BySpec.GetValueOrDefault(spec, None);

    /// <summary>How many instances of an app or pod wait for an offer.</summary>
    public int CountWaiting(PathId spec) => waiting.TryGetValue(spec, out var ids) ? ids.Count : 0;

    /// <summary>
    /// An instance of an app or pod that waits for an offer of these resources: first one whose volumes are among them,
    /// then one
    /// that has no volumes.
    /// </summary>
    public Instance? WaitingFor(PathId spec, IEnumerable<V1.Resource> offered)
    {
        if (!waiting.TryGetValue(spec, out var ids))
        {
            return null;
        }

        var first = all[new(ids.Min!)];
        if (!first.Spec.IsResident)
        {
            return first;
        }

        var volumes = offered.Select(static resource => resource.Disk?.Persistence?.Id).OfType<string>().ToHashSet();
        var instances = ids.Select(id => all[new(id)]).ToList();
        return instances.FirstOrDefault(
            instance => instance.Volumes.Any(volume => volumes.Contains(volume.Disk.Persistence.Id)))
            ?? instances.FirstOrDefault(static instance => instance.Volumes.IsEmpty);
    }

    /// <summary>Whether an instance has begun to wait since this was last asked.</summary>
    public bool TakeNews()
    {
        var had = news;
        news = false;
        return had;
    }

    /// <summary>Adds or replaces an instance.</summary>
    public void Set(Instance instance)
    {
        if (all.TryGetValue(instance.Id, out var old))
        {
            Wait(old, false);
        }

        all[instance.Id] = instance;
        BySpec = BySpec.SetItem(instance.SpecId, Of(instance.SpecId).SetItem(instance.Id, instance));
        if (instance is { Condition: Condition.Scheduled, Goal: Goal.Running })
        {
            news |= old?.Condition != Condition.Scheduled;
            Wait(instance, true);
        }
    }

    /// <summary>Forgets an instance.</summary>
    public void Remove(Instance instance)
    {
        all.Remove(instance.Id);
        Wait(instance, false);
        var rest = Of(instance.SpecId).Remove(instance.Id);
        BySpec = rest.IsEmpty ? BySpec.Remove(instance.SpecId) : BySpec.SetItem(instance.SpecId, rest);
    }

    private void Wait(Instance instance, bool waits)
    {
        if (waits)
        {
            (waiting.TryGetValue(instance.SpecId, out var ids) ? ids
                : waiting[instance.SpecId] = new(StringComparer.Ordinal))
                .Add(instance.Id.Value);
            waitingRoles[instance.Role] = waitingRoles.GetValueOrDefault(instance.Role) + 1;
        }
        else if (waiting.TryGetValue(instance.SpecId, out var ids) && ids.Remove(instance.Id.Value))
        {
            Leave(instance, ids);
        }
    }

    private void Leave(Instance instance, SortedSet<string> rest)
    {
        if (rest.Count == 0)
        {
            waiting.Remove(instance.SpecId);
        }

        if (--waitingRoles[instance.Role] == 0)
        {
            waitingRoles.Remove(instance.Role);
        }
    }
}
