using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Agents;

/// <summary>What an agent must say of itself (mesos.md 5.3). Who breaks a rule is not answered, as in Mesos, and tries again.</summary>
public static class AgentRules
{
    /// <summary>Why an agent is not taken; null if it is.</summary>
    public static string? Refuse(MasterState state, string pid, ReportedAgent agent)
    {
        if (state.Settings.AuthenticateAgents && state.PrincipalAt(pid) is null)
        {
            return "it has not authenticated";
        }

        if (!System.Version.TryParse(Numbers(agent.Version), out var version))
        {
            return $"its version '{agent.Version}' cannot be read";
        }

        if (version.Major < 1)
        {
            return $"its version {agent.Version} is older than 1.0.0";
        }

        if (string.IsNullOrEmpty(agent.Info.Hostname))
        {
            return "it names no hostname";
        }

        if (RefuseDomain(state, agent.Info.Domain) is { } domain)
        {
            return domain;
        }

        return (agent.Info.Id is { } id ? IdRules.Refuse(id.Value) : null) ?? RefusePermission(state, pid, agent);
    }

    /// <summary>Whether an agent's machine is down for maintenance.</summary>
    public static bool IsDown(MasterState state, string hostname, string pid) =>
        state.Machines.TryGetValue(new(hostname, Pids.Ip(pid)), out var machine) && machine.IsDown;

    /// <summary>Tells an agent that it is not welcome and must end.</summary>
    public static void ShutDown(string pid, string why, MasterStep step)
    {
        step.Do(new MasterEffect.SendToAgent(pid, new Mesos.Internal.ShutdownMessage { Message = why }));
        step.Note($"Told agent {pid} to shut down: {why}");
    }

    /// <summary>A master that does not know its own region cannot tell which agents are far away (mesos.md 5.16).</summary>
    private static string? RefuseDomain(MasterState state, DomainInfo? domain) =>
        domain is not null && state.Identity.Domain is null ? "it is in a fault domain, and this master is in none"
        : domain is null && state.Settings.RequireAgentDomain ? "it is in no fault domain, which --require_agent_domain demands"
        : null;

    /// <summary>
    /// An agent needs to be allowed what it reserves by its flags, too. What others have reserved on it was looked at when they did.
    /// </summary>
    private static string? RefusePermission(MasterState state, string pid, ReportedAgent agent)
    {
        var acls = state.Settings.Acls;
        if (!acls.Concern(AclAction.RegisterAgent) && !acls.Concern(AclAction.ReserveResources))
        {
            return null;
        }

        var roles = agent.Total.SelectMany(static resource => resource.Kind.Reservations)
            .Where(static reservation => reservation.Type == ReservationType.Static)
            .Select(static reservation => reservation.Role)
            .Distinct();
        var principal = state.PrincipalAt(pid) is { } value ? Principal.Named(value) : null;
        return acls.Refuse(principal, AclAction.RegisterAgent)
            ?? roles.Select(role => acls.Refuse(principal, AclAction.ReserveResources, role))
                .FirstOrDefault(static denial => denial is not null);
    }

    private static string Numbers(string version) => version.Split('-', '+')[0];
}
