using Kernel.Chronos.Core;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Flags;
using Kernel.ZooKeeper;

namespace Kernel.Chronos.Server;

/// <summary>
/// Chronos's flags, under their names (<c>--http_port</c>, also <c>CHRONOS_HTTP_PORT</c>). Those that only concern
/// Cassandra or the JVM are accepted and have no effect.
/// </summary>
public sealed record ChronosOptions
{
    /// <summary>The masters: host:port or URLs, separated by commas; or zk://host:port,host:port/path, where the leader is found.</summary>
    public string Master { get; init; } = "127.0.0.1:5050";

    /// <summary>The address to listen on; all if null.</summary>
    public string? HttpAddress { get; init; }

    /// <summary>The port to listen on; 0: any that is free.</summary>
    public int HttpPort { get; init; } = 4400;

    /// <summary>The name under which others reach this host; by default its own.</summary>
    public string? Hostname { get; init; }

    /// <summary><c>user:password</c> that every request must bring; null: none.</summary>
    [SecretFlag(IsItself = true)]
    public string? HttpCredentials { get; init; }

    /// <summary>The realm of those credentials.</summary>
    public string HttpRealm { get; init; } = "Chronos";

    /// <summary>The largest body of a request, in bytes.</summary>
    public long HttpMaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>The user that jobs run as unless they name one; by default the one Chronos runs as.</summary>
    public string? User { get; init; }

    /// <summary>The name of the framework.</summary>
    public string MesosFrameworkName { get; init; } = "chronos";

    /// <summary>The role whose resources Chronos is offered.</summary>
    public string MesosRole { get; init; } = "*";

    /// <summary>Whether agents checkpoint the tasks.</summary>
    public bool MesosCheckpoint { get; init; } = true;

    /// <summary>The principal that Chronos is known by to Mesos.</summary>
    public string? MesosAuthenticationPrincipal { get; init; }

    /// <summary>The file of the secret that proves the principal to a master that demands to know who calls.</summary>
    [SecretFlag]
    public string? MesosAuthenticationSecretFile { get; init; }

    /// <summary>How many seconds Mesos keeps tasks while Chronos is away.</summary>
    public long FailoverTimeout { get; init; } = 604_800;

    /// <summary>Processors of a job that does not say.</summary>
    public double MesosTaskCpu { get; init; } = 0.1;

    /// <summary>Memory of a job that does not say, in MB.</summary>
    public double MesosTaskMem { get; init; } = 128;

    /// <summary>Disk of a job that does not say, in MB.</summary>
    public double MesosTaskDisk { get; init; } = 256;

    /// <summary>How many milliseconds a failed run waits for its next attempt.</summary>
    public long FailureRetry { get; init; } = 60_000;

    /// <summary>After how many final failures in a row a job is disabled; 0: never.</summary>
    public int DisableAfterFailures { get; init; }

    /// <summary>How often the master is asked about all runs, in seconds.</summary>
    public int ReconciliationInterval { get; init; } = 600;

    /// <summary>For how many milliseconds declined resources need not be offered again; by default 5 seconds.</summary>
    public long? DeclineOfferDuration { get; init; }

    /// <summary>Accepted: offers are always asked for as soon as a job waits for one.</summary>
    public bool ReviveOffersForNewJobs { get; init; }

    /// <summary>The shortest time between two wishes for offers while jobs wait, in milliseconds.</summary>
    public long MinReviveOffersInterval { get; init; } = 5_000;

    /// <summary>How many of its latest runs are kept of every job.</summary>
    public int JobHistoryLimit { get; init; } = 5;

    /// <summary>Accepted, as in Chronos 3: an occurrence that could not run in time runs late, once.</summary>
    public int TaskEpsilon { get; init; } = 60;

    /// <summary>The name of this Chronos in what owners are told.</summary>
    public string? ClusterName { get; init; }

    /// <summary>What the Mesos UI links to.</summary>
    public string? WebuiUrl { get; init; }

    /// <summary>The webhook of Slack that is told what owners are told.</summary>
    public string? SlackUrl { get; init; }

    /// <summary>The webhook of Mattermost that is told what owners are told.</summary>
    public string? MattermostUrl { get; init; }

    /// <summary>The URL that is posted what owners are told.</summary>
    public string? HttpNotificationUrl { get; init; }

    /// <summary>The <c>user:password</c> for it.</summary>
    public string? HttpNotificationCredentials { get; init; }

    /// <summary>The mail server, <c>host:port</c>, over which owners are told; null: no mail.</summary>
    public string? MailServer { get; init; }

    /// <summary>The sender of that mail.</summary>
    public string? MailFrom { get; init; }

    /// <summary>The user that the mail server knows; null: none.</summary>
    public string? MailUser { get; init; }

    /// <summary>That user's password.</summary>
    public string? MailPassword { get; init; }

    /// <summary>Whether mail is sent encrypted.</summary>
    [Flag("mail_ssl", "mail_sslon")]
    public bool MailSsl { get; init; }

    /// <summary>The ZooKeeper that the state is kept in, host:port,host:port, unless --store names another place.</summary>
    public string? ZkHosts { get; init; }

    /// <summary>Where in ZooKeeper the state is kept.</summary>
    public string ZkPath { get; init; } = "/chronos/state";

    /// <summary>The user:password that ZooKeeper is shown.</summary>
    public string? ZkAuth { get; init; }

    /// <summary>For how many milliseconds a Chronos that ZooKeeper does not hear of keeps leading.</summary>
    public int ZkTimeout { get; init; } = 10_000;

    /// <summary>Where Chronos keeps its files.</summary>
    public string WorkDir { get; init; } = "/var/lib/kernel/chronos";

    /// <summary>Where its state is kept, as a URL; by default in the ZooKeeper of --zk_hosts, else a SQLite file in the work directory.</summary>
    public string? Store { get; init; }

    /// <summary>The user that jobs run as.</summary>
    internal string UserOrOwn => string.IsNullOrEmpty(User) ? Environment.UserName : User;

    /// <summary>Where in ZooKeeper the state is to be; null: nowhere.</summary>
    /// <exception cref="FormatException">A flag is wrong; the message names it.</exception>
    public ZooKeeperAddress? StateInZooKeeper
    {
        get
        {
            // The hosts may be written as a URL too; its path, if it has one, is that of the other flag.
            var hosts = ZkHosts?.Replace("zk://", "", StringComparison.Ordinal).Split('/')[0];
            var credentials = ZkAuth is null ? "" : $"{ZkAuth}@";
            return ZooKeeperAddress.OfFlag("zk_hosts", hosts is null ? null : $"zk://{credentials}{hosts}/{ZkPath.Trim('/')}")
                ?.Below("kernel/chronos");
        }
    }

    /// <summary>What decisions depend on.</summary>
    public ChronosSettings ToSettings() => new()
    {
        Defaults = new(MesosTaskCpu, MesosTaskMem, MesosTaskDisk, UserOrOwn),
        FrameworkName = MesosFrameworkName,
        Role = MesosRole,
        FailureRetry = TimeSpan.FromMilliseconds(FailureRetry),
        DisableAfterFailures = DisableAfterFailures,
        ReconciliationInterval = TimeSpan.FromSeconds(ReconciliationInterval),
        DeclineDuration = DeclineOfferDuration is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        MinReviveInterval = TimeSpan.FromMilliseconds(MinReviveOffersInterval),
        JobHistoryLimit = JobHistoryLimit,
    };

    /// <summary>How masters are spoken to, which the environment says; null: without encryption.</summary>
    [NotAFlag]
    public Tls? Tls { get; init; }

    /// <summary>Who Chronos is known as to masters that demand to know; null: nobody.</summary>
    /// <exception cref="FormatException">The secret cannot be read; the message names the flag.</exception>
    public Credential? ToCredential() => MesosAuthenticationPrincipal is { } principal && MesosAuthenticationSecretFile is { } file
        ? Credential.OfFile(principal, "mesos_authentication_secret_file", file)
        : null;

    /// <summary>Says which flag is wrong.</summary>
    /// <exception cref="FormatException">One is; the message names it.</exception>
    public void Validate()
    {
        Demand(HttpPort is >= 0 and <= 65_535, $"Failed to load flag 'http_port': {HttpPort} is no port");
        Demand(MesosTaskCpu > 0, "Failed to load flag 'mesos_task_cpu': it must be positive");
        Demand(MesosTaskMem > 0, "Failed to load flag 'mesos_task_mem': it must be positive");
        Demand(MesosTaskDisk > 0, "Failed to load flag 'mesos_task_disk': it must be positive");
        Demand(FailureRetry >= 0, "Failed to load flag 'failure_retry': it must not be negative");
        Demand(ReconciliationInterval > 0, "Failed to load flag 'reconciliation_interval': it must be positive");
        Demand(MinReviveOffersInterval > 0, "Failed to load flag 'min_revive_offers_interval': it must be positive");
        Demand(DeclineOfferDuration is null or >= 0, "Failed to load flag 'decline_offer_duration': it must not be negative");
        Demand(ZkTimeout >= 1_000, "Failed to load flag 'zk_timeout': it must be at least 1000");
        Demand(JobHistoryLimit >= 0, "Failed to load flag 'job_history_limit': it must not be negative");
        Demand(
            HttpCredentials is null || HttpCredentials.IndexOf(':') > 0, "Failed to load flag 'http_credentials': expecting user:password");
        Demand(
            MesosAuthenticationSecretFile is null || MesosAuthenticationPrincipal is not null,
            "Failed to load flag 'mesos_authentication_principal': it is needed with a secret");
        Demand(MailServer is null || MailFrom is not null, "Failed to load flag 'mail_from': it is needed with mail_server");
        ToCredential();
    }

    private static void Demand(bool condition, string error)
    {
        if (!condition)
        {
            throw new FormatException(error);
        }
    }
}
