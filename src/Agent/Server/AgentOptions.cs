using Kernel.Agent.Core;
using Kernel.Protocol;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Logs;

namespace Kernel.Agent.Server;

/// <summary>The flags of an agent, by the names that Mesos gave them (<c>WorkDir</c> is <c>--work_dir</c>).</summary>
public sealed record AgentOptions : ILogFlags, IHasIdleFlags
{
    /// <inheritdoc/>
    public IdleFlags Idle { get; } = new(AgentIdleFlags.All);

    /// <summary>The masters, host:port each, separated by commas; or zk://host:port,host:port/path, where the leader is found.</summary>
    public IReadOnlyList<string> Master { get; init; } = ["127.0.0.1:5050"];

    /// <summary>For how long ZooKeeper keeps the session of an agent that it does not hear of.</summary>
    public TimeSpan ZkSessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The address to listen on.</summary>
    public string Ip { get; init; } = "0.0.0.0";

    /// <summary>The port of link and HTTP; 0 takes a free one.</summary>
    public int Port { get; init; } = 5051;

    /// <summary>The address that others are told, if it differs from <see cref="Ip"/>.</summary>
    public string? AdvertiseIp { get; init; }

    /// <summary>The port that others are told, if it differs from <see cref="Port"/>.</summary>
    public int? AdvertisePort { get; init; }

    /// <summary>The name that others are told; found out if not given.</summary>
    public string? Hostname { get; init; }

    /// <summary>A command that prints the address to listen on; instead of --ip.</summary>
    public string? IpDiscoveryCommand { get; init; }

    /// <summary>Endpoints that are shut for everybody, as JSON: {"disabled_endpoints": {"paths": ["/files/browse"]}}.</summary>
    public string? FirewallRules { get; init; }

    /// <summary>Whether the machine's name is looked up; otherwise the address is the name.</summary>
    public bool HostnameLookup { get; init; } = true;

    /// <summary>Where sandboxes, volumes and the agent's own state live.</summary>
    public string WorkDir { get; init; } = "/var/lib/kernel/agent";

    /// <summary>Where sockets live; short, for the path of a socket is. Found out if not given.</summary>
    public string? RuntimeDir { get; init; }

    /// <summary>
    /// What the agent has: <c>cpus:4;mem:2048;ports:[31000-32000]</c> or a JSON array. What it leaves out is detected.
    /// </summary>
    public string? Resources { get; init; }

    /// <summary>What the agent is like: <c>rack:r1;zone:z1</c>.</summary>
    public string? Attributes { get; init; }

    /// <summary>The role that resources without one are reserved for.</summary>
    public string DefaultRole { get; init; } = "*";

    /// <summary>The agent's region and zone, as the JSON of a DomainInfo.</summary>
    public string? Domain { get; init; }

    /// <summary>How tasks are kept apart.</summary>
    public string Isolation { get; init; } = "posix/cpu,posix/mem";

    /// <summary>Who runs containers, in the order in which they are asked.</summary>
    public string Containerizers { get; init; } = "mesos";

    /// <summary>The Unix socket of the Docker engine.</summary>
    public string DockerSocket { get; init; } = "/var/run/docker.sock";

    /// <summary>Where containers with a file system of their own see their sandbox.</summary>
    public string SandboxDirectory { get; init; } = "/mnt/mesos/sandbox";

    /// <summary>Where control groups are mounted.</summary>
    public string CgroupsHierarchy { get; init; } = "/sys/fs/cgroup";

    /// <summary>The control group that those of containers are made in.</summary>
    public string CgroupsRoot { get; init; } = "mesos";

    /// <summary>Whether control groups bound CPUs also when others are idle.</summary>
    public bool CgroupsEnableCfs { get; init; }

    /// <summary>How long a custom executor may take to subscribe.</summary>
    public TimeSpan ExecutorRegistrationTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long executors have to come back after the agent restarted; at most 15 s.</summary>
    public TimeSpan ExecutorReregistrationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an executor may take to shut down.</summary>
    public TimeSpan ExecutorShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What every executor finds in its environment: a JSON object.</summary>
    public string? ExecutorEnvironmentVariables { get; init; }

    /// <summary>What a restarted agent does with executors that it finds.</summary>
    public RecoverMode Recover { get; init; } = RecoverMode.Reconnect;

    /// <summary>How long executors survive without their agent.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Which changes of its info a restarted agent may bring.</summary>
    public ReconfigurationPolicy ReconfigurationPolicy { get; init; } = ReconfigurationPolicy.Equal;

    /// <summary>Whether an error while recovering ends the agent.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>The bound of the first random delay before registering.</summary>
    public TimeSpan RegistrationBackoffFactor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether tasks run as the user that they name; needs root, and is off without it.</summary>
    public bool SwitchUser { get; init; } = true;

    /// <summary>How long sandboxes of executors that ended are kept.</summary>
    public TimeSpan GcDelay { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The share of the disk that sandboxes of the past leave free.</summary>
    public double GcDiskHeadroom { get; init; } = 0.1;

    /// <summary>How often the disk is looked at.</summary>
    public TimeSpan DiskWatchInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where fetched files are kept for the next who wants them.</summary>
    public string? FetcherCacheDir { get; init; }

    /// <summary>How many bytes of fetched files are kept.</summary>
    public string FetcherCacheSize { get; init; } = "2GB";

    /// <summary>How long a fetch may stand still.</summary>
    public TimeSpan FetcherStallTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where relative URIs are looked for.</summary>
    public string FrameworksHome { get; init; } = "";

    /// <summary>How many ended executors of a framework are shown.</summary>
    public int MaxCompletedExecutorsPerFramework { get; init; } = 150;

    /// <summary>Accepted for old unit files: streams of containers' output are not sent heartbeats yet.</summary>
    public TimeSpan HttpHeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A file of the log, which <c>/slave/log</c> shows.</summary>
    public string? ExternalLogFile { get; init; }

    /// <summary>The directory of log files; none are written without one.</summary>
    public string? LogDir { get; init; }

    /// <summary>For how many seconds lines may wait before they are written to a log file.</summary>
    public int Logbufsecs { get; init; }

    /// <summary>The least that is logged: INFO, WARNING or ERROR.</summary>
    public string LoggingLevel { get; init; } = "INFO";

    /// <summary>Whether nothing is logged to standard error.</summary>
    public bool Quiet { get; init; }

    /// <summary>The file that says who the agent is to masters that demand to know.</summary>
    [SecretFlag]
    public string? Credential { get; init; }

    /// <summary>How the agent proves that: crammd5.</summary>
    public string Authenticatee { get; init; } = "crammd5";

    /// <summary>By how much the longest wait for that grows at first; it doubles with each try.</summary>
    public TimeSpan AuthenticationBackoffFactor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least time that it may take.</summary>
    public TimeSpan AuthenticationTimeoutMin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that it may take.</summary>
    public TimeSpan AuthenticationTimeoutMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether endpoints that only read demand to know who calls.</summary>
    public bool AuthenticateHttpReadonly { get; init; }

    /// <summary>Whether the operator API demands to know who calls.</summary>
    public bool AuthenticateHttpReadwrite { get; init; }

    /// <summary>Whether the executor API demands the token that the agent gives every executor; needs --jwt_secret_key.</summary>
    public bool AuthenticateHttpExecutors { get; init; }

    /// <summary>How callers prove who they are: basic, jwt; by default both if executors must, else basic.</summary>
    public IReadOnlyList<string> HttpAuthenticators { get; init; } = [];

    /// <summary>The file of all whom the agent knows, with their secrets.</summary>
    [SecretFlag]
    public string? HttpCredentials { get; init; }

    /// <summary>The file of the key that the tokens of executors are signed with.</summary>
    [SecretFlag]
    public string? JwtSecretKey { get; init; }

    /// <summary>Who may do what, as JSON, or the path of a file with it; everybody everything by default.</summary>
    public string? Acls { get; init; }

    /// <summary>What decides who may do what: local, which is the ACLs.</summary>
    public string Authorizer { get; init; } = "local";

    /// <summary>How what is said is encrypted, which the environment says; null: not at all.</summary>
    [NotAFlag]
    public Tls? Tls { get; init; }

    /// <summary>Which agent of its process this is; the 1 of <c>slave(1)</c>.</summary>
    [NotAFlag]
    public int Number { get; init; } = 1;

    /// <summary>The program that runs the executor host; the running one if not given.</summary>
    [NotAFlag]
    public string? HostProgram { get; init; }

    /// <summary>What comes before the host's own arguments, for a program that is run by <c>dotnet</c>.</summary>
    [NotAFlag]
    public IReadOnlyList<string> HostProgramArguments { get; init; } = [];

    /// <summary>
    /// Whether the tasks end when the agent is stopped: <c>kernel up</c> stops its tasks with itself.
    /// </summary>
    [NotAFlag]
    public bool EndsTasksWhenStopped { get; init; }
}
