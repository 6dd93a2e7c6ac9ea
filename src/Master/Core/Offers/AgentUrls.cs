namespace Kernel.Master.Core.Offers;

/// <summary>Where an agent's own API is.</summary>
public static class AgentUrls
{
    /// <summary>The message that offers carry: <c>http://host:port/slave(1)</c>.</summary>
    public static Mesos.V1.URL Of(Agent agent) => new()
    {
        Scheme = "http",
        Address = new() { Hostname = agent.Info.Hostname, Ip = Pids.Ip(agent.Pid), Port = Pids.Port(agent.Pid) },
        Path = $"/{Pids.Id(agent.Pid)}",
    };
}
