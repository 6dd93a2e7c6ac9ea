using Kernel.Master.Core;
using Kernel.Master.Core.Operators;
using Kernel.Model;
using Kernel.Tests.Simulation.Checks;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// Somebody who asks the leading master for things, and remembers what he asked and was promised. He may never hear the answer: the
/// master may die with it.
/// </summary>
public sealed class SimOperator(SimCluster cluster)
{
    private readonly HashSet<(string Agent, AgentId Id)> leaving = [];
    private readonly HashSet<string> down = [];
    private bool isRestoring;

    /// <summary>The roles that operators care for.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["role-1", "role-2", "marathon", "chronos"];

    /// <summary>What the registry must say, after what was answered.</summary>
    public Promises Promises { get; } = new();

    /// <summary>What he has reserved.</summary>
    public SimReservations Reservations { get; } = new(cluster);

    /// <summary>Whether everything on an agent may be ended, because somebody wants it empty.</summary>
    public bool WantsEmpty(SimAgent agent) => down.Contains(agent.Name)
        || leaving.Any(one => one.Agent == agent.Name && (agent.State?.Id is not { } id || id == one.Id));

    /// <summary>Gives a role a quota; an empty one takes it.</summary>
    public void SetQuota(QuotaConfig config, bool force) => Ask(
        new OperatorCall.UpdateQuota([config], force), (RegistryFacts.OfQuota(config.Role), RegistryFacts.Text(config)));

    /// <summary>Gives a role a weight.</summary>
    public void SetWeight(string role, double weight) => Ask(
        new OperatorCall.UpdateWeights([new(role, weight)]), (RegistryFacts.OfWeight(role), RegistryFacts.Text(weight)));

    /// <summary>Drains an agent.</summary>
    public void Drain(SimAgent agent, TimeSpan? grace, bool markGone)
    {
        if (agent.State?.Id is { } id)
        {
            Empty(agent, id);
            Ask(
                new OperatorCall.DrainAgent(id, grace, markGone),
                (RegistryFacts.OfAgent(id), RegistryFacts.Deactivated),
                (RegistryFacts.OfGone(id), markGone ? RegistryFacts.Perhaps : ""));
        }
    }

    /// <summary>Takes an agent out of the offers.</summary>
    public void Deactivate(SimAgent agent)
    {
        if (agent.State?.Id is { } id)
        {
            Ask(new OperatorCall.DeactivateAgent(id), (RegistryFacts.OfAgent(id), RegistryFacts.Deactivated));
        }
    }

    /// <summary>Takes every agent back into the offers.</summary>
    public void ReactivateAll()
    {
        foreach (var agent in cluster.Agents)
        {
            if (agent.State?.Id is { } id && cluster.Leader?.State is { } state && IsDeactivated(state, id))
            {
                Ask(
                    new OperatorCall.ReactivateAgent(id),
                    () => leaving.Remove((agent.Name, id)),
                    (RegistryFacts.OfAgent(id), RegistryFacts.Active));
            }
        }
    }

    /// <summary>Declares an agent gone.</summary>
    public void MarkGone(SimAgent agent)
    {
        if (agent.State?.Id is { } id)
        {
            Empty(agent, id);
            Ask(new OperatorCall.MarkAgentGone(id), (RegistryFacts.OfGone(id), RegistryFacts.Gone));
        }
    }

    /// <summary>Plans maintenance for some machines, in place of what was planned; machines that are down stay in the plan.</summary>
    public void Schedule(IEnumerable<SimAgent> agents, Moment start)
    {
        if (cluster.Leader?.State is { } state)
        {
            var isDown = state.Machines.Where(static one => one.Value.IsDown).Select(static one => one.Key.Hostname).ToHashSet();
            var planned = agents.Select(static agent => agent.Name).Union(isDown).ToHashSet();
            var schedule = new Mesos.V1.Maintenance.Schedule();
            if (planned.Count > 0)
            {
                schedule.Windows.Add(new Mesos.V1.Maintenance.Window
                {
                    MachineIds = { cluster.Agents.Where(agent => planned.Contains(agent.Name)).Select(Machine) },
                    Unavailability = new() { Start = new() { Nanoseconds = start.Nanoseconds } },
                });
            }

            Ask(new OperatorCall.UpdateMaintenanceSchedule(schedule), [.. cluster.Agents
                .Where(agent => !isDown.Contains(agent.Name))
                .Select(agent => (RegistryFacts.OfMachine(agent.Name), planned.Contains(agent.Name) ? RegistryFacts.Scheduled : ""))]);
        }
    }

    /// <summary>Begins the maintenance of a machine.</summary>
    public void TakeDown(SimAgent agent)
    {
        if (cluster.Leader?.State?.Machines.Any(one => one.Key.Hostname == agent.Name && !one.Value.IsDown) == true)
        {
            down.Add(agent.Name);
            Doom(agent);
            Ask(new OperatorCall.StartMaintenance([Machine(agent)]), (RegistryFacts.OfMachine(agent.Name), RegistryFacts.Down));
        }
    }

    /// <summary>Ends the maintenance of every machine that is down.</summary>
    public void TakeUp()
    {
        foreach (var agent in cluster.Agents)
        {
            if (cluster.Leader?.State?.Machines.Any(one => one.Key.Hostname == agent.Name && one.Value.IsDown) == true)
            {
                Ask(
                    new OperatorCall.StopMaintenance([Machine(agent)]),
                    () => down.Remove(agent.Name),
                    (RegistryFacts.OfMachine(agent.Name), ""));
            }
        }
    }

    /// <summary>From now on everything is put back, until nothing is out of order any more.</summary>
    public void Restore()
    {
        if (!isRestoring)
        {
            isRestoring = true;
            RestoreAgain();
        }
    }

    /// <summary>What he has not put back yet; null if everything is.</summary>
    public string? Missing() =>
        cluster.Leader?.State is not { } state ? "nobody leads"
        : state.Quotas.Count > 0 ? "there are quotas"
        : state.Machines.Count > 0 ? "there is a maintenance schedule"
        : Reservations.Missing();

    private void RestoreAgain()
    {
        if (cluster.Leader?.State is { } state)
        {
            foreach (var role in state.Quotas.Keys.ToList())
            {
                SetQuota(new() { Role = role }, force: true);
            }

            if (state.Machines.Values.Any(static machine => machine.IsDown))
            {
                TakeUp();
            }
            else if (state.Machines.Count > 0)
            {
                Schedule([], cluster.World.Now);
            }
            else
            {
                down.Clear();
            }

            ReactivateAll();
            GiveUp(state);
            foreach (var agent in cluster.Agents)
            {
                Reservations.GiveBack(agent);
            }
        }

        cluster.World.After(TimeSpan.FromSeconds(3), RestoreAgain);
    }

    /// <summary>An agent that has left for good while it was unreachable never comes back under its old id.</summary>
    private void GiveUp(MasterState state)
    {
        foreach (var id in state.Unreachable.Keys.Where(id => cluster.Agents.All(agent => agent.State?.Id is { } own && own != id)).ToList())
        {
            Ask(new OperatorCall.MarkAgentGone(id), (RegistryFacts.OfGone(id), RegistryFacts.Gone));
        }
    }

    private void Empty(SimAgent agent, AgentId id)
    {
        leaving.Add((agent.Name, id));
        Doom(agent);
    }

    private static void Doom(SimAgent agent)
    {
        foreach (var container in agent.ExecutorHost.Machine.Running)
        {
            container.IsDoomed = true;
        }
    }

    private static bool IsDeactivated(MasterState state, AgentId id) =>
        state.Agents.GetValueOrDefault(id)?.IsDeactivated
            ?? state.Recovered.GetValueOrDefault(id)?.IsDeactivated
            ?? state.Unreachable.GetValueOrDefault(id)?.IsDeactivated
            ?? false;

    private static MachineID Machine(SimAgent agent) => new() { Hostname = agent.Name, Ip = agent.Host };

    private void Ask(OperatorCall call, params (string Key, string Value)[] promised) => Ask(call, static () => { }, promised);

    private void Ask(OperatorCall call, Action done, params (string Key, string Value)[] promised)
    {
        if (cluster.Leader is not { IsPaused: false } leader)
        {
            return;
        }

        cluster.World.Note("operator", $"asks {leader.Name}: {call}");
        var wishes = promised.Select(one => Promises.Ask(one.Key, one.Value)).ToList();
        var isHeard = !cluster.World.OneIn(8);
        leader.Operate(call, answer =>
        {
            if (isHeard)
            {
                cluster.World.Note("operator", $"is answered {answer.Status} {answer.Body}");
                wishes.ForEach(wish => Promises.Answer(wish, isDone: answer.Status is 200 or 202));
                (answer.Status is 200 or 202 ? done : static () => { })();
            }
        });
    }
}
