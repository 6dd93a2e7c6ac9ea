using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Flags;
using Kernel.ZooKeeper;

namespace Kernel.Marathon.Server;

/// <summary>
/// Marathon's flags, under their names (<c>--http_port</c>, also <c>MARATHON_HTTP_PORT</c>). Times are in milliseconds,
/// as Marathon has
/// them, unless a flag's name says seconds. Those that only concern how Marathon writes to ZooKeeper, or the JVM, are
/// accepted and have no effect.
/// </summary>
public sealed record MarathonOptions
{
    /// <summary>The masters: host:port or URLs, separated by commas; or zk://host:port,host:port/path, where the leader is found.</summary>
    public string Master { get; init; } = "127.0.0.1:5050";

    /// <summary>The address to listen on; all if null.</summary>
    public string? HttpAddress { get; init; }

    /// <summary>The port to listen on; 0: any that is free.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>The name under which others reach this host; by default its own.</summary>
    public string? Hostname { get; init; }

    /// <summary><c>user:password</c> that every request must bring; null: none.</summary>
    [SecretFlag(IsItself = true)]
    public string? HttpCredentials { get; init; }

    /// <summary>The realm of those credentials.</summary>
    public string HttpRealm { get; init; } = "Mesosphere";

    /// <summary>How many requests may be served at once; null: any number.</summary>
    public int? HttpMaxConcurrentRequests { get; init; }

    /// <summary>The largest body of a request, in bytes.</summary>
    public long HttpMaxBodyBytes { get; init; } = 16 << 20;

    /// <summary>The origins whose pages may call the API.</summary>
    public IReadOnlyList<string> AccessControlAllowOrigin { get; init; } = [];

    /// <summary>How many events may wait for a slow reader before it is cut off.</summary>
    public int EventStreamMaxOutstandingMessages { get; init; } = 1024;

    /// <summary>How long the leader may take to be connected to.</summary>
    public int LeaderProxyConnectionTimeout { get; init; } = 5_000;

    /// <summary>How long the leader may take to answer.</summary>
    public int LeaderProxyReadTimeout { get; init; } = 10_000;

    /// <summary>What the Mesos UI links to.</summary>
    public string? WebuiUrl { get; init; }

    /// <summary>Where the Mesos UI is.</summary>
    public string? MesosLeaderUiUrl { get; init; }

    /// <summary>The name of the framework.</summary>
    public string FrameworkName { get; init; } = "marathon";

    /// <summary>How many seconds Mesos keeps tasks while Marathon is away.</summary>
    public long FailoverTimeout { get; init; } = 604_800;

    /// <summary>Whether agents checkpoint the tasks.</summary>
    public bool Checkpoint { get; init; } = true;

    /// <summary>The role whose resources Marathon is offered.</summary>
    public string MesosRole { get; init; } = "*";

    /// <summary>The user that tasks run as; by default the one Marathon runs as.</summary>
    public string? MesosUser { get; init; }

    /// <summary>The principal that Marathon is known by to Mesos.</summary>
    public string? MesosAuthenticationPrincipal { get; init; }

    /// <summary>The secret that proves the principal to a master that demands to know who calls.</summary>
    [SecretFlag(IsItself = true)]
    public string? MesosAuthenticationSecret { get; init; }

    /// <summary>The file of that secret.</summary>
    [SecretFlag]
    public string? MesosAuthenticationSecretFile { get; init; }

    /// <summary>The executor that apps use by default.</summary>
    public string Executor { get; init; } = "//cmd";

    /// <summary>The CNI network that bridge networking means.</summary>
    public string MesosBridgeName { get; init; } = "mesos-bridge";

    /// <summary>The container network of apps that do not name one.</summary>
    public string? DefaultNetworkName { get; init; }

    /// <summary>What the names of port variables begin with.</summary>
    public string EnvVarsPrefix { get; init; } = "";

    /// <summary>The lowest service port that is given out.</summary>
    public int LocalPortMin { get; init; } = 10_000;

    /// <summary>Service ports given out are below this.</summary>
    public int LocalPortMax { get; init; } = 20_000;

    /// <summary><c>off</c>, or <c>top</c>: new top-level groups enforce their role.</summary>
    public string NewGroupEnforceRole { get; init; } = "off";

    /// <summary>Which resources apps take that do not say: <c>any</c>, <c>unreserved</c> or <c>reserved</c>.</summary>
    public string AcceptedResourceRolesDefaultBehavior { get; init; } = "any";

    /// <summary>The older form of it: <c>*</c>, the role, or both.</summary>
    public IReadOnlyList<string> DefaultAcceptedResourceRoles { get; init; } = [];

    /// <summary><c>restricted</c>: agents with GPUs only take apps that want them; or <c>unrestricted</c>.</summary>
    public string GpuSchedulingBehavior { get; init; } = "restricted";

    /// <summary>Agents that go into maintenance within so many seconds take no new tasks.</summary>
    public int DrainingSeconds { get; init; }

    /// <summary>Optional features: vips, task_killing, external_volumes, secrets, gpu_resources.</summary>
    public IReadOnlyList<string> EnableFeatures { get; init; } = [];

    /// <summary>Launches that may be under way.</summary>
    public int LaunchTokens { get; init; } = 100;

    /// <summary>How often launch tokens are refilled.</summary>
    public int LaunchTokenRefreshInterval { get; init; } = 30_000;

    /// <summary>The most instances launched on one offer.</summary>
    public int MaxInstancesPerOffer { get; init; } = 5;

    /// <summary>How long unused resources need not be offered again.</summary>
    public int DeclineOfferDuration { get; init; } = 120_000;

    /// <summary>The shortest time between two revivals.</summary>
    public int MinReviveOffersInterval { get; init; } = 5_000;

    /// <summary>How long a launch may take to be heard of.</summary>
    public int TaskLaunchConfirmTimeout { get; init; } = 300_000;

    /// <summary>How long a task may take from staging to running.</summary>
    public int TaskLaunchTimeout { get; init; } = 300_000;

    /// <summary>How long a reservation may take to come back as an offer.</summary>
    public int TaskReservationTimeout { get; init; } = 20_000;

    /// <summary>The first reconciliation after a subscription.</summary>
    public int ReconciliationInitialDelay { get; init; } = 15_000;

    /// <summary>Between two reconciliations.</summary>
    public int ReconciliationInterval { get; init; } = 600_000;

    /// <summary>Between two repetitions of a kill.</summary>
    public int KillRetryTimeout { get; init; } = 30_000;

    /// <summary>The most kills that are under way at once.</summary>
    public int KillChunkSize { get; init; } = 100;

    /// <summary>The most deployments at once.</summary>
    public int MaxRunningDeployments { get; init; } = 100;

    /// <summary>The most health checks that Marathon makes at once.</summary>
    public int MaxConcurrentMarathonHealthChecks { get; init; } = 256;

    /// <summary>How many versions of the root group are kept.</summary>
    public int ZkMaxVersions { get; init; } = 50;

    /// <summary>Where in ZooKeeper the state is kept, zk://user:password@host:port,host:port/path, unless --store names another place.</summary>
    public string? Zk { get; init; }

    /// <summary>For how many milliseconds a Marathon that ZooKeeper does not hear of keeps leading.</summary>
    public int ZkSessionTimeout { get; init; } = 10_000;

    /// <summary>Accepted: a request to ZooKeeper has as long as the session.</summary>
    public int ZkTimeout { get; init; } = 10_000;

    /// <summary>Accepted: a server has a third of the session to answer, then the next one is tried.</summary>
    public int ZkConnectionTimeout { get; init; } = 10_000;

    /// <summary>Accepted: what is stored is small, each app and instance on its own.</summary>
    public bool ZkCompression { get; init; } = true;

    /// <summary>Accepted, as zk_compression.</summary>
    public long ZkCompressionThreshold { get; init; } = 65_536;

    /// <summary>Accepted: ZooKeeper takes at most 1 MB.</summary>
    public long ZkMaxNodeSize { get; init; } = 1_024_000;

    /// <summary>Where Marathon keeps its files.</summary>
    public string WorkDir { get; init; } = "/var/lib/kernel/marathon";

    /// <summary>Where its state is kept, as a URL; by default in the ZooKeeper of --zk, else a SQLite file in the work directory.</summary>
    public string? Store { get; init; }

    /// <summary>How masters are spoken to, which the environment says; null: without encryption.</summary>
    [NotAFlag]
    public Tls? Tls { get; init; }

    /// <summary>Who Marathon is known as to masters that demand to know; null: nobody.</summary>
    /// <exception cref="FormatException">The secret cannot be read; the message names the flag.</exception>
    public Credential? ToCredential() => (MesosAuthenticationPrincipal, MesosAuthenticationSecret, MesosAuthenticationSecretFile) switch
    {
        ({ } principal, { } secret, null) => new(principal, secret),
        ({ } principal, null, { } file) => Credential.OfFile(principal, "mesos_authentication_secret_file", file),
        _ => null,
    };

    /// <summary>Where in ZooKeeper the state is to be; null: nowhere.</summary>
    /// <exception cref="FormatException">The flag is wrong; the message names it.</exception>
    public ZooKeeperAddress? StateInZooKeeper => ZooKeeperAddress.OfFlag("zk", Zk)?.Below("kernel/marathon");

    /// <summary>What decisions depend on.</summary>
    public MarathonSettings ToSettings(string hostname, string url) => new()
    {
        Role = MesosRole,
        User = MesosUser,
        FrameworkName = FrameworkName,
        Principal = MesosAuthenticationPrincipal,
        FailoverTimeout = TimeSpan.FromSeconds(FailoverTimeout),
        Checkpoint = Checkpoint,
        WebUiUrl = WebuiUrl ?? url,
        Hostname = hostname,
        Executor = Executor,
        BridgeName = MesosBridgeName,
        DefaultNetworkName = DefaultNetworkName,
        EnvVarsPrefix = EnvVarsPrefix,
        LocalPortMin = LocalPortMin,
        LocalPortMax = LocalPortMax,
        NewGroupsEnforceRole = NewGroupEnforceRole == "top",
        DefaultResourceRoles = ResourceRoles(),
        GpusAreScarce = GpuSchedulingBehavior != "unrestricted",
        Features = EnableFeatures,
        LaunchTokens = LaunchTokens,
        LaunchTokenRefresh = TimeSpan.FromMilliseconds(LaunchTokenRefreshInterval),
        MaxInstancesPerOffer = MaxInstancesPerOffer,
        DeclineDuration = TimeSpan.FromMilliseconds(DeclineOfferDuration),
        MinReviveInterval = TimeSpan.FromMilliseconds(MinReviveOffersInterval),
        LaunchConfirmTimeout = TimeSpan.FromMilliseconds(TaskLaunchConfirmTimeout),
        LaunchTimeout = TimeSpan.FromMilliseconds(TaskLaunchTimeout),
        ReservationTimeout = TimeSpan.FromMilliseconds(TaskReservationTimeout),
        ReconciliationDelay = TimeSpan.FromMilliseconds(ReconciliationInitialDelay),
        ReconciliationInterval = TimeSpan.FromMilliseconds(ReconciliationInterval),
        KillRetry = TimeSpan.FromMilliseconds(KillRetryTimeout),
        KillsInFlight = KillChunkSize,
        MaxRunningDeployments = MaxRunningDeployments,
        MaxConcurrentHealthChecks = MaxConcurrentMarathonHealthChecks,
        MaxVersions = ZkMaxVersions,
        Draining = TimeSpan.FromSeconds(DrainingSeconds),
    };

    /// <summary>Says which flag is wrong.</summary>
    /// <exception cref="FormatException">One is; the message names it.</exception>
    public void Validate()
    {
        Demand(HttpPort is >= 0 and <= 65_535, $"Failed to load flag 'http_port': {HttpPort} is no port");
        Demand(
            LocalPortMin < LocalPortMax, "Failed to load flag 'local_port_min': it must be less than local_port_max");
        Demand(NewGroupEnforceRole is "off" or "top",
            "Failed to load flag 'new_group_enforce_role': expecting off or top");
        Demand(
            AcceptedResourceRolesDefaultBehavior is "any" or "unreserved" or "reserved",
            "Failed to load flag 'accepted_resource_roles_default_behavior': expecting any, unreserved or reserved");
        Demand(
            GpuSchedulingBehavior is "restricted" or "unrestricted",
            "Failed to load flag 'gpu_scheduling_behavior': expecting restricted or unrestricted");
        Demand(
            HttpCredentials is null
                || HttpCredentials.IndexOf(':') > 0, "Failed to load flag 'http_credentials': expecting user:password");
        Demand(
            (MesosAuthenticationSecret ?? MesosAuthenticationSecretFile) is null || MesosAuthenticationPrincipal is not null,
            "Failed to load flag 'mesos_authentication_principal': it is needed with a secret");
        Demand(
            MesosAuthenticationSecret is null || MesosAuthenticationSecretFile is null,
            "Failed to load flag 'mesos_authentication_secret_file': there is mesos_authentication_secret already");
        Demand(ZkSessionTimeout >= 1_000, "Failed to load flag 'zk_session_timeout': it must be at least 1000");
        Demand(MaxRunningDeployments > 0, "Failed to load flag 'max_running_deployments': it must be positive");
        ToCredential();
    }

    private string ResourceRoles() => DefaultAcceptedResourceRoles switch
    {
        [] => AcceptedResourceRolesDefaultBehavior,
        ["*"] => "unreserved",
        [_] => "reserved",
        _ => "any",
    };

    private static void Demand(bool condition, string error)
    {
        if (!condition)
        {
            throw new FormatException(error);
        }
    }
}
