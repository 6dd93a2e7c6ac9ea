using System.Globalization;
using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Authorization;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Logs;
using V1 = Mesos.V1;

namespace Kernel.Master.Server;

/// <summary>The master's flags (mesos.md, Appendix A).</summary>
public sealed record MasterOptions : ILogFlags, IHasIdleFlags
{
    /// <inheritdoc/>
    public IdleFlags Idle { get; } = new(MasterIdleFlags.All);

    /// <summary>The address to listen on.</summary>
    public string Ip { get; init; } = "0.0.0.0";

    /// <summary>The port to listen on.</summary>
    public int Port { get; init; } = 5050;

    /// <summary>The address that agents and frameworks are told, if not the one listened on.</summary>
    public string? AdvertiseIp { get; init; }

    /// <summary>The port that agents and frameworks are told, if not the one listened on.</summary>
    public int? AdvertisePort { get; init; }

    /// <summary>The host name that others are told; by default the advertised address.</summary>
    public string? Hostname { get; init; }

    /// <summary>Whether the name of the address is looked up, if no host name is given.</summary>
    public bool HostnameLookup { get; init; } = true;

    /// <summary>A command that prints the address to listen on; instead of --ip.</summary>
    public string? IpDiscoveryCommand { get; init; }

    /// <summary>Endpoints that are shut for everybody, as JSON: {"disabled_endpoints": {"paths": ["/files/browse"]}}.</summary>
    public string? FirewallRules { get; init; }

    /// <summary>Where the master keeps its files.</summary>
    public string WorkDir { get; init; } = "/var/lib/kernel/master";

    /// <summary>Where the registry is kept, as a URL; by default in the ZooKeeper of --zk, else a SQLite file in the work directory.</summary>
    public string? Store { get; init; }

    /// <summary>Where in ZooKeeper masters queue for leadership and are found, zk://user:password@host:port,host:port/path.</summary>
    public string? Zk { get; init; }

    /// <summary>For how long a master that ZooKeeper does not hear of keeps leading.</summary>
    public TimeSpan ZkSessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file that the master's log goes to, shown as /master/log.</summary>
    public string? ExternalLogFile { get; init; }

    /// <summary>The directory of log files; none are written without one.</summary>
    public string? LogDir { get; init; }

    /// <summary>For how many seconds lines may wait before they are written to a log file.</summary>
    public int Logbufsecs { get; init; }

    /// <summary>The least that is logged: INFO, WARNING or ERROR.</summary>
    public string LoggingLevel { get; init; } = "INFO";

    /// <summary>Whether nothing is logged to standard error.</summary>
    public bool Quiet { get; init; }

    /// <summary>A name of the cluster, for people.</summary>
    public string? Cluster { get; init; }

    /// <summary>How often agents are pinged.</summary>
    [Flag("agent_ping_timeout", "slave_ping_timeout")]
    public TimeSpan AgentPingTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many pings in a row may stay unanswered before an agent is unreachable.</summary>
    [Flag("max_agent_ping_timeouts", "max_slave_ping_timeouts")]
    public int MaxAgentPingTimeouts { get; init; } = 5;

    /// <summary>How long agents have to come back after a failover or a loss of connection; at least 10mins.</summary>
    [Flag("agent_reregister_timeout", "slave_reregister_timeout")]
    public TimeSpan AgentReregisterTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The fastest rate at which agents become unreachable, for instance 1/10mins; no limit by default.</summary>
    [Flag("agent_removal_rate_limit", "slave_removal_rate_limit")]
    public string? AgentRemovalRateLimit { get; init; }

    /// <summary>How long to wait between batches of offers.</summary>
    public TimeSpan AllocationInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an offer may stay unanswered; for ever by default.</summary>
    public TimeSpan? OfferTimeout { get; init; }

    /// <summary>Resources less than any of these are not offered, for instance cpus:0.01|mem:32.</summary>
    public string MinAllocatableResources { get; init; } = "cpus:0.01|mem:32";

    /// <summary>Resource names that do not count in fair sharing.</summary>
    public IReadOnlyList<string> FairSharingExcludedResourceNames { get; init; } = [];

    /// <summary>Whether agents with GPUs are offered only to frameworks that know GPUs.</summary>
    public bool FilterGpuResources { get; init; } = true;

    /// <summary>How roles are ordered: drf or random.</summary>
    public SorterKind RoleSorter { get; init; }

    /// <summary>How the frameworks of a role are ordered: drf or random.</summary>
    public SorterKind FrameworkSorter { get; init; }

    /// <summary>How many removed frameworks are remembered.</summary>
    public int MaxCompletedFrameworks { get; init; } = 50;

    /// <summary>How many ended tasks of each framework are remembered.</summary>
    public int MaxCompletedTasksPerFramework { get; init; } = 1000;

    /// <summary>How many unreachable tasks of each framework are remembered.</summary>
    public int MaxUnreachableTasksPerFramework { get; init; } = 1000;

    /// <summary>How many subscribers the operator event stream may have.</summary>
    public int MaxOperatorEventStreamSubscribers { get; init; } = 1000;

    /// <summary>How many calls a second frameworks may make, by principal, as the JSON of a RateLimits.</summary>
    public string? RateLimits { get; init; }

    /// <summary>How many executors an agent may have before it is not offered any more; any number by default.</summary>
    [Flag("max_executors_per_agent", "max_executors_per_slave")]
    public int? MaxExecutorsPerAgent { get; init; }

    /// <summary>The share of the registry's agents that may stay away after a failover; the master ends if more do.</summary>
    [Flag("recovery_agent_removal_limit", "recovery_slave_removal_limit")]
    public string RecoveryAgentRemovalLimit { get; init; } = "100%";

    /// <summary>The share of the registry's agents that must be back after a failover before offers are made, if there are quotas.</summary>
    public double AllocatorAgentRecoveryFactor { get; init; } = 0.8;

    /// <summary>How long offers wait for those agents at most.</summary>
    public TimeSpan AllocatorRecoveryTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long reading the registry may take.</summary>
    public TimeSpan RegistryFetchTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a write to the registry may take; the master ends if one takes longer.</summary>
    public TimeSpan RegistryStoreTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the registry's lists of unreachable and gone agents are pruned.</summary>
    public TimeSpan RegistryGcInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How old an entry of those lists may become.</summary>
    public TimeSpan RegistryMaxAgentAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long those lists may become.</summary>
    public int RegistryMaxAgentCount { get; init; } = 102_400;

    /// <summary>Whether frameworks may run as root.</summary>
    public bool RootSubmissions { get; init; } = true;

    /// <summary>The roles there are; any by default.</summary>
    public string? Roles { get; init; }

    /// <summary>The master's region and zone, as the JSON of a DomainInfo; agents of other regions are offered to who knows regions.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether agents that do not say in which fault domain they are may not register.</summary>
    public bool RequireAgentDomain { get; init; }

    /// <summary>A file with the hosts whose agents are offered, one a line, read again every 5secs; all by default.</summary>
    [PathFlag]
    public string? Whitelist { get; init; }

    /// <summary>Weights of roles as role=weight, comma separated; only for a registry without weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether metrics of each framework are published.</summary>
    public bool PublishPerFrameworkMetrics { get; init; } = true;

    /// <summary>Whether endpoints that only read demand to know who calls.</summary>
    public bool AuthenticateHttpReadonly { get; init; }

    /// <summary>Whether endpoints that change something, and the operator API, demand to know who calls.</summary>
    public bool AuthenticateHttpReadwrite { get; init; }

    /// <summary>Whether the scheduler API demands to know who calls.</summary>
    public bool AuthenticateHttpFrameworks { get; init; }

    /// <summary>How operators prove who they are: basic.</summary>
    public IReadOnlyList<string> HttpAuthenticators { get; init; } = ["basic"];

    /// <summary>How frameworks prove who they are: basic; needed with --authenticate_http_frameworks.</summary>
    public IReadOnlyList<string> HttpFrameworkAuthenticators { get; init; } = [];

    /// <summary>Whether agents are taken only if they have authenticated.</summary>
    [Flag("authenticate_agents", "authenticate_slaves")]
    public bool AuthenticateAgents { get; init; }

    /// <summary>How agents prove who they are: crammd5.</summary>
    public string Authenticators { get; init; } = "crammd5";

    /// <summary>How long that may take.</summary>
    [Flag("authentication_v0_timeout")]
    public TimeSpan AuthenticationV0Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The file of all whom the master knows, with their secrets.</summary>
    [SecretFlag]
    public string? Credentials { get; init; }

    /// <summary>Who may do what, as JSON, or the path of a file with it; everybody everything by default.</summary>
    public string? Acls { get; init; }

    /// <summary>What decides who may do what: local, which is the ACLs.</summary>
    public string Authorizers { get; init; } = "local";

    /// <summary>How what is said is encrypted, which the environment says; null: not at all.</summary>
    [NotAFlag]
    public Tls? Tls { get; init; }

    /// <summary>What the decisions need to know of these flags.</summary>
    /// <exception cref="FormatException">A flag is wrong; the message names it.</exception>
    public MasterSettings ToSettings() => new()
    {
        AgentPingTimeout = Positive(AgentPingTimeout, "agent_ping_timeout"),
        MaxAgentPingTimeouts = MaxAgentPingTimeouts > 0 ? MaxAgentPingTimeouts
            : throw new FormatException("--max_agent_ping_timeouts must be at least 1"),
        AgentReregisterTimeout = Positive(AgentReregisterTimeout, "agent_reregister_timeout"),
        AgentRemovalInterval = AgentRemovalRateLimit is { } limit ? MasterFlagReading.Interval(limit) : null,
        OfferTimeout = OfferTimeout,
        MaxCompletedFrameworks = MaxCompletedFrameworks,
        MaxCompletedTasksPerFramework = MaxCompletedTasksPerFramework,
        MaxUnreachableTasksPerFramework = MaxUnreachableTasksPerFramework,
        RegistryGcInterval = Positive(RegistryGcInterval, "registry_gc_interval"),
        RegistryMaxAgentAge = RegistryMaxAgentAge,
        RegistryMaxAgentCount = RegistryMaxAgentCount,
        RootSubmissions = RootSubmissions,
        RequireAgentDomain = RequireAgentDomain,
        MaxExecutorsPerAgent = MaxExecutorsPerAgent,
        RecoveryAgentRemovalLimit = MasterFlagReading.Percent("recovery_agent_removal_limit", RecoveryAgentRemovalLimit),
        AgentRecoveryFactor = AllocatorAgentRecoveryFactor is > 0 and <= 1
            ? AllocatorAgentRecoveryFactor
            : throw new FormatException("--allocator_agent_recovery_factor must be more than 0 and at most 1"),
        AllocatorRecoveryTimeout = Positive(AllocatorRecoveryTimeout, "allocator_recovery_timeout"),
        RoleWhitelist = Roles?.Split(',', StringSplitOptions.TrimEntries).ToHashSet(),
        AuthenticateAgents = AuthenticateAgents,
        LinkSecrets = LinkSecrets(),
        LinkAuthenticationTimeout = Positive(AuthenticationV0Timeout, "authentication_v0_timeout"),
        Weights = [.. (Weights ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(MasterFlagReading.Weight)],
        Acls = AclsReading.Read(Acls, Authorizers),
        Allocation = new()
        {
            AllocationInterval = Positive(AllocationInterval, "allocation_interval"),
            MinAllocatable = [.. MinAllocatableResources.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(MasterFlagReading.MinAllocatable)],
            FairSharingExcluded = [.. FairSharingExcludedResourceNames],
            FilterGpuResources = FilterGpuResources,
            RoleSorter = RoleSorter,
            FrameworkSorter = FrameworkSorter,
            Region = ToDomain()?.FaultDomain.Region.Name,
        },
    };

    /// <summary>The credentials that <c>--credentials</c> names; null if there are none.</summary>
    /// <exception cref="FormatException">They cannot be read; the message shows no secret.</exception>
    public Credentials? ToCredentials() => Credentials is { } file ? CredentialsFile.Read("credentials", file) : null;

    private IReadOnlyDictionary<string, string>? LinkSecrets()
    {
        if (Authenticators != "crammd5")
        {
            throw new FormatException($"Failed to load flag 'authenticators': there is no authenticator '{Authenticators}'; expecting crammd5");
        }

        var credentials = ToCredentials();
        return credentials is not null || !AuthenticateAgents
            ? credentials?.Secrets
            : throw new FormatException("Missing --credentials: they are needed with --authenticate_agents");
    }

    /// <summary>The fault domain that the master is in; null if that is not said.</summary>
    /// <exception cref="FormatException">The flag is wrong.</exception>
    public V1.DomainInfo? ToDomain()
    {
        if (Domain is null)
        {
            return null;
        }

        try
        {
            return MesosJson.Parse<V1.DomainInfo>(Domain) is { FaultDomain: { Region.Name.Length: > 0, Zone.Name.Length: > 0 } } domain
                ? domain
                : throw new FormatException("a fault domain needs the names of a region and a zone");
        }
        catch (Exception wrong) when (wrong is FormatException or MesosJsonException)
        {
            throw new FormatException($"Failed to load flag 'domain': {wrong.Message}");
        }
    }

    private static TimeSpan Positive(TimeSpan span, string flag) => span > TimeSpan.Zero
        ? span
        : throw new FormatException($"--{flag} must be longer than nothing");
}
