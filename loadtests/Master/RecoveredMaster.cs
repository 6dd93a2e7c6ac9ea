using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Runtime;

namespace LoadTests.Master;

/// <summary>A master's loop that has just been elected with agents in its registry. Its writes are durable at once.</summary>
internal sealed class RecoveredMaster
{
    private readonly Loop<MasterInput, MasterEffect> loop;
    private Moment now = Moment.FromSeconds(1_800_000_000);

    /// <summary>Elects it.</summary>
    public RecoveredMaster(ReportedAgents agents, int recovered)
    {
        State = new(new("7d6c5b4a-0000-4000-8000-000000000001", "master.example.com", "10.255.0.1", 5050, "1.11.0", now), new());
        loop = new(new MasterMachine(State), new(1), static _ => { }, static _ => { });
        var step = new Step<MasterInput, MasterEffect>(now, new(1));
        for (var i = 0; i < recovered; i++)
        {
            var slave = agents.Message(i).Slave;
            var info = new Mesos.V1.AgentInfo { Hostname = slave.Hostname, Port = slave.Port, Id = slave.Id };
            info.Resources.AddRange(slave.Resources);
            info.Attributes.AddRange(slave.Attributes);
            step.PutAgent(new RecoveredAgent(new(slave.Id.Value), info, ReportedAgents.Address(i).ToString(), false, null, null));
        }

        Turn(new MasterInput.Elected(new([.. step.Writes.Select(static write => KeyValuePair.Create(write.Key, write.Value!))])));
    }

    /// <summary>What it knows.</summary>
    public MasterState State { get; }

    /// <summary>Tells it something, and lets it do all that is due then.</summary>
    public void Turn(MasterInput input)
    {
        now += TimeSpan.FromMicroseconds(1);
        loop.Turn(input, now);
        do
        {
            while (loop.IsCommitting)
            {
                loop.Committed();
            }
        }
        while (loop.TurnTimer(now));
    }
}
