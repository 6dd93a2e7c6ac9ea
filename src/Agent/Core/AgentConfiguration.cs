using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What an agent is told at its start and never changes while it runs.</summary>
public sealed record AgentConfiguration
{
    /// <summary>The agent's address on the link, <c>slave(1)@10.0.0.1:5051</c>.</summary>
    public required string Pid { get; init; }

    /// <summary>The address that other machines reach it at.</summary>
    public required string Ip { get; init; }

    /// <summary>The port of link and HTTP.</summary>
    public required int Port { get; init; }

    /// <summary>The directory of sandboxes, volumes and the store; an absolute path.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>What the agent says of itself when it registers; without an id.</summary>
    public required V1.AgentInfo Info { get; init; }

    /// <summary>How resources are read from messages and written to them.</summary>
    public required ResourceCodec Resources { get; init; }

    /// <summary>
    /// The addresses of the masters, <c>master@10.0.0.1:5050</c>; whichever leads answers. None if the leader is told.
    /// </summary>
    public required IReadOnlyList<string> Masters { get; init; }

    /// <summary>The version of Mesos whose behavior is spoken.</summary>
    public string Version { get; init; } = "1.11.0";

    /// <summary>Tells one boot of the machine from another; empty if unknown.</summary>
    public string BootId { get; init; } = "";

    /// <summary>
    /// The bound of the first random delay before registering (<c>--registration_backoff_factor</c>).
    /// </summary>
    public TimeSpan RegistrationBackoffFactor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Who the agent proves to be before it registers (<c>--credential</c>); null: nobody.</summary>
    public Credential? Credential { get; init; }

    /// <summary>
    /// By how much the longest wait for an authentication grows at first (<c>--authentication_backoff_factor</c>).
    /// </summary>
    public TimeSpan AuthenticationBackoffFactor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least time that an authentication may take (<c>--authentication_timeout_min</c>).</summary>
    public TimeSpan AuthenticationTimeoutMin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that an authentication may take (<c>--authentication_timeout_max</c>).</summary>
    public TimeSpan AuthenticationTimeoutMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a custom executor may take to subscribe (<c>--executor_registration_timeout</c>).</summary>
    public TimeSpan ExecutorRegistrationTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long executors have to come back after the agent restarted (<c>--executor_reregistration_timeout</c>).
    /// </summary>
    public TimeSpan ExecutorReregistrationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an executor may take to shut down (<c>--executor_shutdown_grace_period</c>).</summary>
    public TimeSpan ExecutorShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long executors survive without their agent (<c>--recovery_timeout</c>).</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Which changes of the agent's info a restart may bring (<c>--reconfiguration_policy</c>).</summary>
    public ReconfigurationPolicy ReconfigurationPolicy { get; init; } = ReconfigurationPolicy.Equal;

    /// <summary>What to do with the executors that a restarted agent finds (<c>--recover</c>).</summary>
    public RecoverMode Recover { get; init; } = RecoverMode.Reconnect;

    /// <summary>Whether tasks run as the user that they name (<c>--switch_user</c>).</summary>
    public bool SwitchUser { get; init; } = true;

    /// <summary>
    /// Of which resources tasks may use more than they ask for, within limits (<c>cpus</c>, <c>mem</c>).
    /// </summary>
    public IReadOnlySet<string> Limitable { get; init; } = new HashSet<string>();

    /// <summary>What every executor finds in its environment (<c>--executor_environment_variables</c>).</summary>
    public IReadOnlyDictionary<string, string> ExecutorEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Who may do what (<c>--acls</c>).</summary>
    public Acls Acls { get; init; } = Acls.Open;

    /// <summary>How long sandboxes are kept after their executor ended (<c>--gc_delay</c>).</summary>
    public TimeSpan GcDelay { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many completed executors of a framework are remembered.</summary>
    public int CompletedExecutorsMax { get; init; } = 150;

    /// <summary>How many completed frameworks are remembered.</summary>
    public int CompletedFrameworksMax { get; init; } = 50;

    /// <summary>How many completed tasks of an executor are remembered.</summary>
    public int CompletedTasksMax { get; init; } = 200;
}

/// <summary>Which changes of an agent's info a restart may bring.</summary>
public enum ReconfigurationPolicy
{
    /// <summary>None.</summary>
    Equal,

    /// <summary>More resources and more attributes.</summary>
    Additive,
}

/// <summary>What a restarted agent does with the executors that it finds.</summary>
public enum RecoverMode
{
    /// <summary>It takes them back.</summary>
    Reconnect,

    /// <summary>It shuts them down and exits.</summary>
    Cleanup,
}
