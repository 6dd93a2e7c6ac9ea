using Kernel.Protocol;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Logs;

namespace Kernel.Cli.Components;

/// <summary>The flags of <c>kernel up</c>.</summary>
internal sealed record UpOptions : ILogFlags
{
    /// <summary>The address that everything listens on.</summary>
    public string Ip { get; init; } = "127.0.0.1";

    /// <summary>The master's port.</summary>
    public int MasterPort { get; init; } = 5050;

    /// <summary>The first agent's port; the others follow.</summary>
    public int AgentPort { get; init; } = 5051;

    /// <summary>Marathon's port.</summary>
    public int MarathonPort { get; init; } = 8080;

    /// <summary>Chronos's port.</summary>
    public int ChronosPort { get; init; } = 4400;

    /// <summary>Where everything keeps its files.</summary>
    public string WorkDir { get; init; } = WorkDirectory.Default;

    /// <summary>The resources of each agent, for instance cpus:4;mem:2048; by default those of this machine.</summary>
    public string? Resources { get; init; }

    /// <summary>The attributes of each agent, for instance rack:1;zone:a.</summary>
    public string? Attributes { get; init; }

    /// <summary>How many agents to run.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>Whether endpoints of master and agents that only read demand to know who calls.</summary>
    public bool AuthenticateHttpReadonly { get; init; }

    /// <summary>Whether endpoints of master and agents that change something demand to know who calls.</summary>
    public bool AuthenticateHttpReadwrite { get; init; }

    /// <summary>Whether the scheduler API demands to know who calls.</summary>
    public bool AuthenticateHttpFrameworks { get; init; }

    /// <summary>Whether the executor API demands the token that agents give every executor; needs --jwt_secret_key.</summary>
    public bool AuthenticateHttpExecutors { get; init; }

    /// <summary>Whether agents must prove who they are to the master; needs --agent_credential.</summary>
    public bool AuthenticateAgents { get; init; }

    /// <summary>The file that says who the agents are.</summary>
    [SecretFlag]
    public string? AgentCredential { get; init; }

    /// <summary>The file of all whom master and agents know, with their secrets.</summary>
    [SecretFlag]
    public string? Credentials { get; init; }

    /// <summary>Who may do what to master and agents, as JSON, or the path of a file with it; everybody everything by default.</summary>
    public string? Acls { get; init; }

    /// <summary>The file of the key that the tokens of executors are signed with.</summary>
    [SecretFlag]
    public string? JwtSecretKey { get; init; }

    /// <summary>Who Marathon, Chronos and this command itself are known as to the master.</summary>
    public string? MesosAuthenticationPrincipal { get; init; }

    /// <summary>The file of that principal's secret.</summary>
    [SecretFlag]
    public string? MesosAuthenticationSecretFile { get; init; }

    /// <summary><c>user:password</c> that every request to Marathon and Chronos must bring; none by default.</summary>
    [SecretFlag(IsItself = true)]
    public string? HttpCredentials { get; init; }

    /// <summary>How master and agents encrypt, which the environment says; null: not at all.</summary>
    [NotAFlag]
    public Tls? Tls { get; init; }

    /// <summary>How tasks are isolated, for instance cgroups/cpu,cgroups/mem.</summary>
    public string Isolation { get; init; } = "posix/cpu,posix/mem";

    /// <summary>The directory of log files; none are written without one.</summary>
    public string? LogDir { get; init; }

    /// <summary>For how many seconds lines may wait before they are written to a log file.</summary>
    public int Logbufsecs { get; init; }

    /// <summary>The least that is logged: INFO, WARNING or ERROR.</summary>
    public string LoggingLevel { get; init; } = "INFO";

    /// <summary>Whether nothing is logged to standard error.</summary>
    public bool Quiet { get; init; }
}
