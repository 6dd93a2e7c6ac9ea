using Mesos.V1.Quota;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly SortedDictionary<string, QuotaConfig> quotas = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> weights = new(StringComparer.Ordinal);
    private readonly Dictionary<Machine, ScheduledMachine> machines = [];

    /// <summary>The quotas of roles that have one. Frozen.</summary>
    public IReadOnlyDictionary<string, QuotaConfig> Quotas => quotas;

    /// <summary>The weights of roles that have one.</summary>
    public IReadOnlyDictionary<string, double> Weights => weights;

    /// <summary>The machines of the maintenance schedule.</summary>
    public IReadOnlyDictionary<Machine, ScheduledMachine> Machines => machines;

    /// <summary>Gives a role a quota.</summary>
    public void PutQuota(QuotaConfig config)
    {
        Changes++;
        quotas[config.Role] = config;
    }

    /// <summary>Takes a role's quota.</summary>
    public void RemoveQuota(string role)
    {
        Changes++;
        quotas.Remove(role);
    }

    /// <summary>Gives a role a weight.</summary>
    public void PutWeight(string role, double weight)
    {
        Changes++;
        weights[role] = weight;
    }

    /// <summary>Schedules a machine's maintenance, or changes where it stands.</summary>
    public void Put(Machine machine, ScheduledMachine scheduled)
    {
        Changes++;
        machines[machine] = scheduled;
    }

    /// <summary>Takes a machine out of the schedule.</summary>
    public void Remove(Machine machine)
    {
        Changes++;
        machines.Remove(machine);
    }
}
