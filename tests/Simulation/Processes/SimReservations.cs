using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using Resource = Mesos.V1.Resource;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>
/// What an operator reserves on agents, and makes volumes of, and gives back again. He goes by what the leading master thinks that agents
/// have, which may be wrong: then the agent refuses.
/// </summary>
public sealed class SimReservations(SimCluster cluster)
{
    private int made;

    /// <summary>Reserves a little of everything for a role.</summary>
    public void Reserve(SimAgent agent, string role)
    {
        var reserve = new Operation.Types.Reserve { Resources = { Reserved("cpus", 1, role), Reserved("mem", 64, role), Reserved("disk", 100, role) } };
        made++;
        Apply(agent, new() { Type = Operation.Types.Type.Reserve, Reserve = reserve });
    }

    /// <summary>Makes a volume of a disk that is reserved.</summary>
    public void CreateVolume(SimAgent agent)
    {
        if (Mine(agent).FirstOrDefault(static one => one.Name == "disk" && one.Disk is null) is { } disk)
        {
            disk.Disk = new()
            {
                Persistence = new() { Id = $"volume-{++made}" },
                Volume = new() { ContainerPath = "data", Mode = Volume.Types.Mode.Rw },
            };
            Apply(agent, new() { Type = Operation.Types.Type.Create, Create = new() { Volumes = { disk } } });
        }
    }

    /// <summary>Gives back the first thing that is reserved on an agent: a volume becomes a disk, anything else is free.</summary>
    public void GiveBack(SimAgent agent)
    {
        var mine = Mine(agent);
        if (mine.FirstOrDefault(static one => one.Disk is not null) is { } volume)
        {
            Apply(agent, new() { Type = Operation.Types.Type.Destroy, Destroy = new() { Volumes = { volume } } });
        }
        else if (mine.Count > 0)
        {
            Apply(agent, new() { Type = Operation.Types.Type.Unreserve, Unreserve = new() { Resources = { mine[0] } } });
        }
    }

    /// <summary>What is not given back, or not the same to master and agent; null if everything is well.</summary>
    public string? Missing() => cluster.Agents
        .Select(agent => Mine(agent).Count > 0 ? $"on {agent.Name}, {Mine(agent)[0]} is still reserved"
            : Known(agent) is { } known && agent.State is { } state && !known.Total.Equals(state.Resources.Total)
                ? $"the master thinks that {agent.Name} has {known.Total}, and it has {state.Resources.Total}"
                : null)
        .FirstOrDefault(static what => what is not null);

    private Kernel.Master.Core.Agent? Known(SimAgent agent) =>
        agent.State?.Id is { } id ? cluster.Leader?.State?.Agents.GetValueOrDefault(id) : null;

    private List<Resource> Mine(SimAgent agent) => Known(agent) is { } known
        ? [.. known.Total.Where(static one => one.Kind.IsDynamicallyReserved).ToMessages()]
        : [];

    private Resource Reserved(string name, double amount, string role) => new()
    {
        Name = name,
        Type = Value.Types.Type.Scalar,
        Scalar = new() { Value = amount },
        Reservations =
        {
            new Resource.Types.ReservationInfo
            {
                Type = Resource.Types.ReservationInfo.Types.Type.Dynamic,
                Role = role,
                Labels = new() { Labels_ = { new Label { Key = "made", Value = $"{made}" } } },
            },
        },
    };

    private void Apply(SimAgent agent, Operation operation)
    {
        if (Known(agent) is { } known && cluster.Leader is { IsPaused: false } leader)
        {
            cluster.World.Note("operator", $"asks {leader.Name}: {operation}");
            leader.Operate(
                new OperatorCall.Apply(known.Id, OperationLifting.Lift(operation, null)),
                answer => cluster.World.Note("operator", $"is answered {answer.Status} {answer.Body}"));
        }
    }
}
