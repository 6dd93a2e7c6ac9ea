using Kernel.Master.Core;
using Kernel.Master.Core.Agents;
using Kernel.Model;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// Quotas are kept: no offer brings a role above its limit, and none takes away what must stay free for the guarantees of others
/// (mesos.md 5.11, 6.4). Counted from offers, tasks and executors, not from what the allocator thinks.
/// </summary>
public sealed class QuotaCheck(SimCluster cluster)
{
    private readonly Dictionary<SimMaster, Look> looks = [];

    /// <summary>Checks what may have changed.</summary>
    public void Check()
    {
        foreach (var master in cluster.Masters)
        {
            if (master.State is not { Quotas.Count: > 0 } state)
            {
                looks.Remove(master);
            }
            else if (looks.GetValueOrDefault(master) is not { } before || before.Turns != master.Turns || before.State != state)
            {
                looks[master] = Check(master.Name, state, looks.GetValueOrDefault(master) is { } last && last.State == state ? last : null, master.Turns);
            }
        }
    }

    /// <summary>Checks the offers that have been made since the last look.</summary>
    /// <returns>How it looks now.</returns>
    public static Look Check(string name, MasterState state, Look? before, long turns)
    {
        var now = new Look(state, turns, [.. state.Offers.Keys], Slack(state));
        if (before is null)
        {
            return now;
        }

        var made = state.Offers.Values.Where(offer => !before.Offers.Contains(offer.Id)).ToList();
        foreach (var role in made.Select(static offer => Top(offer.Role)).Distinct())
        {
            CheckLimit(name, state, role, made);
        }

        foreach (var (resource, slack) in now.Slack.Where(_ => made.Count > 0))
        {
            SimFailure.Unless(
                slack >= Math.Min(0, before.Slack.GetValueOrDefault(resource)),
                () => $"{name} offers {resource} that must stay free for guarantees: {slack / 1000.0} more are free than are guaranteed, "
                    + $"{before.Slack.GetValueOrDefault(resource) / 1000.0} were");
        }

        return now;
    }

    private static void CheckLimit(string name, MasterState state, string role, IReadOnlyList<Offer> made)
    {
        if (!state.Quotas.TryGetValue(role, out var config))
        {
            return;
        }

        var consumed = Consumed(state, role);
        foreach (var (resource, limit) in Quotas.Read(config).Limits)
        {
            SimFailure.Unless(
                consumed.GetValueOrDefault(resource) <= limit || !made.Any(offer => Top(offer.Role) == role && offer.Resources.Unreserved.Any(one => one.Kind.Name == resource)),
                () => $"{name} offers role {role} more {resource}, which then consumes {consumed[resource] / 1000.0}, limited to {limit / 1000.0}");
        }
    }

    /// <summary>How much more is free than must stay free, of everything that is guaranteed.</summary>
    private static Dictionary<string, long> Slack(MasterState state)
    {
        var slack = new Dictionary<string, long>();
        foreach (var config in state.Quotas.Values)
        {
            var consumed = Consumed(state, config.Role);
            foreach (var (resource, guarantee) in Quotas.Read(config).Guarantees)
            {
                slack[resource] = slack.GetValueOrDefault(resource) - Math.Max(0, guarantee - consumed.GetValueOrDefault(resource));
            }
        }

        foreach (var agent in state.Agents.Values)
        {
            var free = agent.Total - ResourceCheck.GivenAway(state, agent.Id).Unallocated;
            Add(slack, free.Unreserved.Where(one => slack.ContainsKey(one.Kind.Name)), 1);
        }

        return slack;
    }

    private static Dictionary<string, long> Consumed(MasterState state, string role)
    {
        var consumed = new Dictionary<string, long>();
        foreach (var agent in state.Agents.Values)
        {
            var given = ResourceCheck.GivenAway(state, agent.Id);
            Add(consumed, given.Where(one => Top(one.Kind.AllocationRole!) == role), 1);
            var reserved = agent.Total.Where(one => one.Kind.ReservedRole is { } owner && Top(owner) == role);
            Add(consumed, reserved, 1);
            Add(consumed, given.Where(one => one.Kind.ReservedRole is { } owner && Top(owner) == role), -1);
        }

        return consumed;
    }

    private static void Add(Dictionary<string, long> sums, Resources resources, int sign)
    {
        foreach (var one in resources.Where(static one => one.Kind.Type == ResourceType.Scalar))
        {
            sums[one.Kind.Name] = sums.GetValueOrDefault(one.Kind.Name) + (sign * one.Thousandths);
        }
    }

    private static string Top(string role) => role.Split('/')[0];

    /// <summary>How a master's offers looked.</summary>
    public sealed record Look(MasterState State, long Turns, HashSet<OfferId> Offers, IReadOnlyDictionary<string, long> Slack);
}
