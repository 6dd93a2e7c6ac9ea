namespace Kernel.Marathon.Core;

/// <summary>
/// What an operator sets, as far as decisions depend on it. Names and defaults are those of Marathon's flags.
/// </summary>
public sealed record MarathonSettings
{
    /// <summary>The role that apps have by default, and whose resources Marathon is offered.</summary>
    public string Role { get; init; } = "*";

    /// <summary>The user that tasks run as unless their app names one; null: the framework's.</summary>
    public string? User { get; init; }

    /// <summary>The name of the framework.</summary>
    public string FrameworkName { get; init; } = "marathon";

    /// <summary>The name of the framework's principal; null: none.</summary>
    public string? Principal { get; init; }

    /// <summary>How long Mesos keeps tasks while Marathon is away.</summary>
    public TimeSpan FailoverTimeout { get; init; } = TimeSpan.FromSeconds(604_800);

    /// <summary>Whether agents checkpoint the tasks.</summary>
    public bool Checkpoint { get; init; } = true;

    /// <summary>What the Mesos UI links to.</summary>
    public string? WebUiUrl { get; init; }

    /// <summary>The host name that Mesos is told.</summary>
    public string Hostname { get; init; } = "localhost";

    /// <summary>The executor that apps use by default.</summary>
    public string Executor { get; init; } = "//cmd";

    /// <summary>The CNI network that bridge networking means to the Mesos containerizer.</summary>
    public string BridgeName { get; init; } = "mesos-bridge";

    /// <summary>The container network of apps that do not name one.</summary>
    public string? DefaultNetworkName { get; init; }

    /// <summary>What the names of port variables begin with.</summary>
    public string EnvVarsPrefix { get; init; } = "";

    /// <summary>The lowest service port that is given out.</summary>
    public int LocalPortMin { get; init; } = 10_000;

    /// <summary>Service ports given out are below this.</summary>
    public int LocalPortMax { get; init; } = 20_000;

    /// <summary>Whether new top-level groups enforce their role.</summary>
    public bool NewGroupsEnforceRole { get; init; }

    /// <summary>Which resources apps take that do not say: <c>any</c>, <c>unreserved</c> or <c>reserved</c>.</summary>
    public string DefaultResourceRoles { get; init; } = "any";

    /// <summary>Whether agents with GPUs only take apps that want GPUs.</summary>
    public bool GpusAreScarce { get; init; } = true;

    /// <summary>Optional features that are switched on.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Launches that may be under way, and are added again every refresh interval.</summary>
    public int LaunchTokens { get; init; } = 100;

    /// <summary>How often launch tokens are refilled.</summary>
    public TimeSpan LaunchTokenRefresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most instances launched on one offer.</summary>
    public int MaxInstancesPerOffer { get; init; } = 5;

    /// <summary>How long an agent's unused resources need not be offered again.</summary>
    public TimeSpan DeclineDuration { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The shortest time between two revivals.</summary>
    public TimeSpan MinReviveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a launch may take to be heard of.</summary>
    public TimeSpan LaunchConfirmTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a task may take from staging to running.</summary>
    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a reservation may take to come back as an offer.</summary>
    public TimeSpan ReservationTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The first reconciliation after a subscription.</summary>
    public TimeSpan ReconciliationDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two reconciliations.</summary>
    public TimeSpan ReconciliationInterval { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Between two repetitions of a kill.</summary>
    public TimeSpan KillRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most kills that are under way at once.</summary>
    public int KillsInFlight { get; init; } = 100;

    /// <summary>The most deployments at once.</summary>
    public int MaxRunningDeployments { get; init; } = 100;

    /// <summary>The most health checks that Marathon makes at once.</summary>
    public int MaxConcurrentHealthChecks { get; init; } = 256;

    /// <summary>How many versions of the root group are kept.</summary>
    public int MaxVersions { get; init; } = 50;

    /// <summary>Agents that go into maintenance within this time take no new tasks.</summary>
    public TimeSpan Draining { get; init; } = TimeSpan.Zero;

    /// <summary>Whether an optional feature is switched on.</summary>
    public bool Has(string feature) => Features.Contains(feature);
}
