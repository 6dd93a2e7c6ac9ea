using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Master.Core;
using Kernel.Protocol.AgentLink;
using Kernel.Tests.Simulation.Network;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// A cluster that a test leads step by step: it says who does what, holds what is on its way, kills and starts. Chance decides only
/// what does not matter, and everything that watches over the simulator watches here too.
/// </summary>
public sealed class Scenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private Scenario(ulong seed, SimOptions options)
    {
        Cluster = new(seed, options);
        foreach (var agent in Cluster.Agents)
        {
            agent.ExecutorHost.Machine.IsCalm = true;
        }
    }

    /// <summary>The cluster.</summary>
    public SimCluster Cluster { get; }

    /// <summary>Time and chance.</summary>
    public SimWorld World => Cluster.World;

    /// <summary>The master that leads.</summary>
    public SimMaster Master => Cluster.Leader ?? throw new SimFailure("nobody leads");

    /// <summary>What it knows.</summary>
    public MasterState Books => Master.State!;

    /// <summary>The first agent, for scenarios that have only one.</summary>
    public SimAgent Agent => Cluster.Agents[0];

    /// <summary>Plays a scenario; then everything must come to an accord.</summary>
    /// <exception cref="SimFailure">It did not go as it says; the message has the last of the trace.</exception>
    public static void Play(ulong seed, Action<Scenario> script) => Play(seed, new SimOptions { Masters = 1, Agents = 1 }, script);

    /// <summary>The same with other processes or flags; the options' frameworks are the script's to make.</summary>
    public static void Play(ulong seed, SimOptions options, Action<Scenario> script)
    {
        var scenario = new Scenario(seed, options with { Frameworks = 0 });
        try
        {
            scenario.Begin();
            script(scenario);
            scenario.Finish();
        }
        catch (Exception failure)
        {
            SimRun.WriteWhole(scenario.World.Trace);
            throw new SimFailure($"seed {seed}: {failure.Message}\n{scenario.World.Trace.Write(150)}\n{failure.StackTrace}");
        }
    }

    /// <summary>A framework that has subscribed with one role and every capability that a modern one has.</summary>
    public ScriptedFramework Framework(string role = "web", Action<Mesos.V1.FrameworkInfo>? change = null)
    {
        var framework = new ScriptedFramework(this, Cluster.FrameworkProcesses.Count + 1, Make.Framework(role, change));
        Cluster.Add(framework);
        framework.Start();
        framework.Subscribe();
        return framework;
    }

    /// <summary>A custom executor that has just been started on an agent; it has not subscribed.</summary>
    public ScriptedExecutor Executor(SimAgent agent, ScriptedFramework framework, string id)
    {
        Until(() => agent.ExecutorHost.Machine.Running.Any(container => container.TaskId == id), $"executor {id} runs");
        var executor = new ScriptedExecutor(this, agent, framework.Id!, id);
        executor.Start();
        return executor;
    }

    /// <summary>A custom executor on the first agent that has subscribed and been given its tasks.</summary>
    public ScriptedExecutor Executor(ScriptedFramework framework, params string[] tasks)
    {
        var offer = framework.NextOffer();
        var info = Make.Executor(offer, "executor", isCustom: true);
        framework.Accept(offer, Make.Launch([.. tasks.Select(task => Make.Task(offer, task, info))]));
        var executor = Executor(Agent, framework, "executor");
        executor.Subscribe();
        Until(() => executor.Tasks.Count == tasks.Length, "it has its tasks");
        return executor;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span) => World.RunUntil(World.Now + span);

    /// <summary>Lets time pass.</summary>
    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets things happen until something holds.</summary>
    public void Until(Func<bool> condition, string what) => Until(condition, what, Patience);

    /// <summary>The same, within a time.</summary>
    public void Until(Func<bool> condition, string what, TimeSpan within) =>
        SimFailure.Unless(World.RunUntil(condition, within), () => $"within {within} it was not so that {what}");

    /// <summary>Holds what one process sends to another, or only messages of the link or calls of one name.</summary>
    public SimHold Hold(SimProcess from, SimProcess to, string? name = null) =>
        Cluster.Network.Hold((sender, receiver, payload) =>
            sender == from && receiver == to && (name is null || NameOf(payload) == name));

    /// <summary>Holds what a process sends to anybody.</summary>
    public SimHold HoldAll(string name, SimProcess from) =>
        Cluster.Network.Hold((sender, _, payload) => sender == from && NameOf(payload) == name);

    /// <summary>The agent that an offer is of.</summary>
    public SimAgent Home(Mesos.V1.Offer offer) =>
        Cluster.Agents.Single(agent => agent.State?.Id?.Value == offer.AgentId.Value);

    /// <summary>Waits until something is held.</summary>
    public void UntilHeld(SimHold hold) => Until(() => hold.Caught > 0, "something is held");

    /// <summary>Breaks every connection that one process has opened to another.</summary>
    public void Break(SimProcess client, SimProcess server, bool noticedSoon = true)
    {
        foreach (var connection in Cluster.Network.Connections.Where(one => one.Client == client && one.Server == server).ToList())
        {
            connection.Break(noticedSoon);
        }
    }

    /// <summary>Kills an agent whose master learns of it only by and by.</summary>
    public void KillUnnoticed(SimAgent agent)
    {
        Break(Master, agent, noticedSoon: false);
        agent.Kill("the scenario");
    }

    /// <summary>Cuts an agent's machine off from the masters.</summary>
    public void CutOff(SimAgent agent) => ForEachMaster(agent, (one, other) => Cluster.Network.Block(one, other));

    /// <summary>Joins it again.</summary>
    public void Rejoin(SimAgent agent) => ForEachMaster(agent, (one, other) => Cluster.Network.Unblock(one, other));

    /// <summary>Lets a message arrive that was sent long ago, perhaps by a master that is no more: on a connection of its own.</summary>
    public void Say(SimAgent to, LinkMessage message) =>
        Cluster.Network.Open(Master, to.Address, SimLinks.Purpose, new Deaf()).SendToServer(message);

    /// <summary>The same with a new message of the master that leads.</summary>
    public void Say(SimAgent to, IMessage message) => Say(
        to,
        new LinkMessage(Upid.Parse($"master@{Master.Address}"), "slave(1)", message.Descriptor.FullName, message.ToByteArray()));

    /// <summary>Asks the master for something, as an operator, and waits for its answer.</summary>
    public CallAnswer Operate(OperatorCall call)
    {
        CallAnswer? answer = null;
        Master.Operate(call, given => answer = given);
        Until(() => answer is not null, $"{call.GetType().Name} is answered");
        return answer!.Value;
    }

    /// <summary>Waits until an agent is registered with the master that leads, and its master agrees.</summary>
    public void UntilRegistered(SimAgent agent) => Until(() => IsRegistered(agent), $"{agent.Name} is registered");

    /// <summary>Whether agent and master both think that they are connected.</summary>
    public bool IsRegistered(SimAgent agent) =>
        agent.State is { Phase: AgentPhase.Running, Id: { } id }
        && Cluster.Leader?.State is { } books
        && books.Agents.GetValueOrDefault(id) is { IsConnected: true };

    /// <summary>Waits until everything is in accord.</summary>
    public void Settle() => Until(() => World.Steps % 16 == 0 && Accord.Missing(Cluster) is null, "all agree");

    private static string? NameOf(object payload) => payload switch
    {
        LinkMessage message => message.Name["mesos.internal.".Length..],
        SchedulerRequest request => Call.Parser.ParseFrom(request.Body).Type.ToString(),
        SchedulerRecord record => record.Read().Type.ToString(),
        _ => null,
    };

    private void Begin()
    {
        foreach (var master in Cluster.Masters)
        {
            master.Start();
        }

        Until(() => Cluster.Leader is not null, "somebody leads");
        foreach (var agent in Cluster.Agents)
        {
            agent.Start();
            UntilRegistered(agent);
        }
    }

    private void Finish()
    {
        Cluster.Network.Heal();
        SimFailure.Unless(
            World.RunUntil(() => World.Steps % 16 == 0 && Accord.Missing(Cluster) is null, Patience),
            () => $"in the end, {Accord.Missing(Cluster)}");
    }

    private void ForEachMaster(SimAgent agent, Action<string, string> set)
    {
        foreach (var master in Cluster.Masters)
        {
            set(agent.Host, master.Host);
            set(master.Host, agent.Host);
        }
    }

    private sealed class Deaf : ISimEnd
    {
        public void Received(SimConnection connection, object payload)
        {
        }

        public void Closed(SimConnection connection)
        {
        }
    }
}
