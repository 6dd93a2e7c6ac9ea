using System.Net;
using System.Net.Sockets;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Executors;
using Kernel.Agent.Server.Fetcher;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Http;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Sandboxes;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Runtime;
using Kernel.Runtime.Authorization;
using Kernel.Runtime.Logs;
using Kernel.Runtime.Machine;
using Kernel.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>Everything that an agent's shell is made of, except its loop and its web server.</summary>
public sealed class AgentParts
{
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private AgentPump? pump;

    private AgentParts(
        AgentOptions options, AgentConfiguration configuration, Upid self, TimeProvider time, ILoggerFactory loggers)
    {
        Options = options;
        Configuration = configuration;
        Self = self;
        Time = time;
        Logging = new(LoggingLevel.LeastOf(options.LoggingLevel), time);
        Loggers = new LeveledLoggers(loggers, Logging);
        Logger = Loggers.CreateLogger("agent");
        Access = AgentAccess.Of(options, time);
        Facts = new(options, self.ToString(), time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        var place = HostPlace.Of(options.WorkDir, options.RuntimeDir);
        var download = new Download(http, options.FetcherStallTimeout, time);
        var cache = new FetchCache(
            options.FetcherCacheDir ?? Path.Combine(options.WorkDir, "fetch"),
            ByteSizes.Parse(options.FetcherCacheSize),
            download);
        cache.Clear();
        Link = new(
            self,
            time,
            closed => pump?.TryPost(new LinkClosed(closed.ToString())),
            options.Tls is { } tls ? new(tls, sentence => Logger.LogWarning("{Sentence}", sentence)) : null);
        Host = new(place, HostStarting.Of(options, place), options.RecoveryTimeout, time, Logger, stop.Token);
        Fetcher = new(download, cache, options.FrameworksHome);
        Collection = new(options.WorkDir, options.GcDiskHeadroom, time, Logger);
        Streams = new(time);
        var sandboxes = new SandboxMaking(options.WorkDir, configuration.SwitchUser);
        Performer = new(
            Link,
            Host,
            new(place.Marker, configuration.SwitchUser, Access.Tokens),
            new(sandboxes, Fetcher, stop.Token),
            sandboxes,
            Collection,
            Streams,
            Exit,
            Logger);
    }

    /// <summary>The flags, the work directory absolute.</summary>
    public AgentOptions Options { get; }

    /// <summary>What the core is told.</summary>
    public AgentConfiguration Configuration { get; }

    /// <summary>The agent's address on the link.</summary>
    public Upid Self { get; }

    /// <summary>Where the agent answers.</summary>
    public Uri Uri => new($"{Tls.SchemeOf(Options.Tls)}://{Self.Address}/");

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>How much is logged.</summary>
    public LoggingLevel Logging { get; }

    /// <summary>The agent's log.</summary>
    public ILogger Logger { get; }

    /// <summary>Where other logs come from.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>What does not change.</summary>
    public AgentFacts Facts { get; }

    /// <summary>Who may call.</summary>
    public AgentAccess Access { get; }

    /// <summary>The link to the masters.</summary>
    public LinkSender Link { get; }

    /// <summary>The executor host.</summary>
    public AgentHost Host { get; }

    /// <summary>What fetches files.</summary>
    public SandboxFetcher Fetcher { get; }

    /// <summary>What deletes old sandboxes.</summary>
    public SandboxCollection Collection { get; }

    /// <summary>The streams of custom executors.</summary>
    public ExecutorStreams Streams { get; }

    /// <summary>What does the core's effects.</summary>
    public AgentPerformer Performer { get; }

    /// <summary>Cancelled when the agent ends.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Why the agent ended by its own decision, if that was a failure.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Makes the parts of an agent.</summary>
    /// <exception cref="FormatException">A flag cannot be read.</exception>
    /// <exception cref="IOException">The work directory cannot be used.</exception>
    public static async Task<AgentParts> MakeAsync(
        AgentOptions given, TimeProvider time, ILoggerFactory loggers, CancellationToken stop)
    {
        var options = given with { WorkDir = Path.GetFullPath(given.WorkDir).TrimEnd('/') };
        options = options.IpDiscoveryCommand is { } command ? options with { Ip = AddressDiscovery.Run(command) } : options;
        Directory.CreateDirectory(options.WorkDir);
        var port = options.AdvertisePort ?? (options.Port > 0 ? options.Port : FreePort());
        options = options.Port > 0 ? options : options with { Port = port };
        var ip = options.AdvertiseIp ?? (options.Ip is "0.0.0.0" or "::"
            ? MachineFacts.Address().ToString()
            : options.Ip);
        var self = new Upid($"slave({options.Number})", ip, port);
        var hostname = options.Hostname ?? (options.HostnameLookup && ip != "127.0.0.1" ? Dns.GetHostName() : ip);
        if (options.ZkSessionTimeout < ZooKeeperSession.TimeoutMin)
        {
            throw new FormatException("Failed to load flag 'zk_session_timeout': it must be at least 1secs");
        }

        var masters = await MasterAddresses.OfAsync(options.Master, stop).ConfigureAwait(false);
        return new(options, Configure(options, self, hostname, masters), self, time, loggers);
    }

    /// <summary>Lets what comes over the link reach the loop.</summary>
    public void Connect(AgentPump loop) => pump = loop;

    /// <summary>Ends everything that runs in the background.</summary>
    public Task StopAsync() => stop.CancelAsync();

    private static AgentConfiguration Configure(
        AgentOptions options, Upid self, string hostname, IReadOnlyList<string> masters) => new()
    {
        Pid = self.ToString(),
        Ip = self.Host,
        Port = self.Port,
        WorkDirectory = options.WorkDir,
        Info = AgentDescription.Of(options, hostname, self.Port),
        Resources = AgentDescription.Codec,
        Masters = masters,
        Version = AgentFacts.Version,
        BootId = MachineFacts.BootId,
        RegistrationBackoffFactor = options.RegistrationBackoffFactor,
        Credential = AgentAccess.CredentialOf(options),
        AuthenticationBackoffFactor = options.AuthenticationBackoffFactor,
        AuthenticationTimeoutMin = options.AuthenticationTimeoutMin,
        AuthenticationTimeoutMax = options.AuthenticationTimeoutMax,
        ExecutorRegistrationTimeout = options.ExecutorRegistrationTimeout,
        ExecutorReregistrationTimeout = Min(options.ExecutorReregistrationTimeout, TimeSpan.FromSeconds(15)),
        ExecutorShutdownGracePeriod = options.ExecutorShutdownGracePeriod,
        RecoveryTimeout = options.RecoveryTimeout,
        ReconfigurationPolicy = options.ReconfigurationPolicy,
        Recover = options.Recover,
        SwitchUser = options.SwitchUser && Environment.IsPrivilegedProcess,
        Limitable = Limitable(options.Isolation.Split(',')),
        ExecutorEnvironment = AgentDescription.ExecutorEnvironment(options),
        Acls = AclsReading.Read(options.Acls, options.Authorizer, "authorizer"),
        GcDelay = options.GcDelay,
        CompletedExecutorsMax = options.MaxCompletedExecutorsPerFramework,
    };

    private static HashSet<string> Limitable(string[] isolators)
    {
        var all = isolators.Contains(
            "cgroups/all", StringComparer.Ordinal) || isolators.Contains("cgroups", StringComparer.Ordinal);
        return
        [
            .. all || isolators.Contains("cgroups/cpu", StringComparer.Ordinal) ? (string[])["cpus"] : [],
            .. all || isolators.Contains("cgroups/mem", StringComparer.Ordinal) ? (string[])["mem"] : [],
        ];
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Exit(ExitAgent exit)
    {
        Logger.LogInformation("{Why}", exit.Why);
        Failure = exit.Code == 0 ? null : new AgentRecoveryException(exit.Why);
        _ = Task.Run(async () =>
        {
            if (exit.EndHost)
            {
                await Host.EndAsync(TimeSpan.Zero).ConfigureAwait(false);
            }

            await stop.CancelAsync().ConfigureAwait(false);
        });
    }
}
