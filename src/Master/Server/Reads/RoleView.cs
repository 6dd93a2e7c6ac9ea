using Kernel.Master.Server.Operators;
using Kernel.Model;
using Mesos.V1.Quota;

namespace Kernel.Master.Server.Reads;

/// <summary>A role, with what it and the roles below it have (Mesos: RoleResourceBreakdown, src/master/readonly_handler.cpp).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Quota">Its quota; null if it has none.</param>
/// <param name="Frameworks">The frameworks that subscribe to it.</param>
/// <param name="Allocated">What tasks and executors use.</param>
/// <param name="Offered">What is offered.</param>
/// <param name="Reserved">What is reserved.</param>
/// <param name="ReservedUnused">What is reserved and not allocated.</param>
internal sealed record RoleView(
    string Name,
    double Weight,
    QuotaConfig? Quota,
    FrameworkId[] Frameworks,
    Resources Allocated,
    Resources Offered,
    Resources Reserved,
    Resources ReservedUnused)
{
    /// <summary>What counts against its quota.</summary>
    public IEnumerable<Resource> Consumed => Allocated.NonRevocable.Concat(ReservedUnused.NonRevocable);

    /// <summary>The role as the operator API shows it: of its resources only the scalars.</summary>
    public Mesos.V1.Role ToMessage()
    {
        var message = new Mesos.V1.Role { Name = Name, Weight = Weight };
        message.Frameworks.AddRange(Frameworks.Select(static id => new Mesos.V1.FrameworkID { Value = id.Value }));
        message.Resources.AddRange(PolicyMessages.Scalars(
            Allocated.Concat(Offered)
                .Where(static resource => resource.Kind.Type == ResourceType.Scalar)
                .GroupBy(static resource => resource.Kind.Name, static resource => resource.Thousandths, StringComparer.Ordinal)
                .OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => KeyValuePair.Create(group.Key, group.Sum() / 1000.0))));
        return message;
    }

    /// <summary>All roles that there are, in the order of their names (mesos.md 5.8).</summary>
    public static IReadOnlyList<RoleView> All(MasterView view)
    {
        var used = Sum(view.Index.AllUsed);
        var offered = Sum(view.Index.AllOffered);
        var reserved = Sum(view.Agents.Select(static agent => agent.Total.Where(static resource => !resource.Kind.IsUnreserved)));
        return [.. Names(view, used, offered, reserved).Where(view.Viewer.Roles.Sees).Select(name => Of(view, name, used, offered, reserved))];
    }

    private static RoleView Of(MasterView view, string name, Resources used, Resources offered, Resources reserved)
    {
        bool IsIn(string? role) => role is not null && Roles.IsSameOrDescendant(role, name);
        var ours = reserved.Where(resource => IsIn(resource.Kind.ReservedRole));
        var oursUsed = used.Where(resource => IsIn(resource.Kind.ReservedRole));
        return new(
            name,
            view.Weights.GetValueOrDefault(name, 1),
            view.Quotas.FirstOrDefault(quota => quota.Role == name),
            [.. view.Frameworks.Where(framework => framework.Roles.Contains(name)).Select(static framework => framework.Id)],
            used.Where(resource => IsIn(resource.Kind.AllocationRole)),
            offered.Where(resource => IsIn(resource.Kind.AllocationRole)),
            ours,
            ours - oursUsed.Unallocated);
    }

    private static SortedSet<string> Names(MasterView view, params Resources[] held)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var all = view.Frameworks.SelectMany(static framework => framework.Roles)
            .Concat(held.SelectMany(static resources => resources.SelectMany(RolesOf)))
            .Concat(view.Weights.Keys)
            .Concat(view.Quotas.Select(static quota => quota.Role));
        foreach (var role in all)
        {
            for (var name = role; name is not null && names.Add(name); name = Roles.Parent(name))
            {
            }
        }

        return names;
    }

    private static IEnumerable<string> RolesOf(Resource resource)
    {
        if (resource.Kind.AllocationRole is { } allocated)
        {
            yield return allocated;
        }

        if (resource.Kind.ReservedRole is { } reserved)
        {
            yield return reserved;
        }
    }

    private static Resources Sum(IEnumerable<Resources> all) => Resources.Of(all.SelectMany(static resources => resources.Entries));
}
