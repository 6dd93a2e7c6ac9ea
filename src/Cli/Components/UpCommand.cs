using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kernel.Agent.Server;
using Kernel.Chronos.Server;
using Kernel.Cli.Operate;
using Kernel.Marathon.Server;
using Kernel.Master.Server;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Logs;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary>
/// <c>kernel up</c>: a whole cluster in one process, each part with its own listener and real traffic between them; executor hosts
/// are its only children. Stopping it ends its tasks; after a crash, a new one on the same directory finds them again.
/// </summary>
internal static class UpCommand
{
    private const string LogProgram = "kernel-up";

    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ReadyPause = TimeSpan.FromMilliseconds(50);

    public static Command Build() =>
        ComponentCommand.Build<UpOptions>("up", "Run a whole cluster on this machine: master, agents, Marathon and Chronos.", "KERNEL_", RunAsync);

    private static async Task<int> RunAsync(UpOptions given, ILoggerFactory logs, Signals signals)
    {
        var options = given with { Tls = Tls.OfEnvironment() };
        Demand(options.Agents is > 0 and <= 100, "--agents must be between 1 and 100");
        Demand(
            CredentialOf(options) is not null || !(options.AuthenticateHttpReadonly || options.AuthenticateHttpFrameworks),
            "--mesos_authentication_principal and --mesos_authentication_secret_file are needed: frameworks must say who they are");
        Demand(options.AgentCredential is not null || !options.AuthenticateAgents, "--agent_credential is needed with --authenticate_agents");
        var root = WorkDirectory.Prepare(options.WorkDir);
        await using var parts = new Parts();
        await StartAsync(parts, options, root, logs);
        await ReadyAsync(options, parts, signals);
        await ComponentCommand.WaitAsync(signals, parts.Completions);
        return ExitCode.Success;
    }

    private static async Task StartAsync(Parts parts, UpOptions options, string root, ILoggerFactory logs)
    {
        var master = await StartMasterAsync(parts, options, Path.Combine(root, "master"), logs);
        await Say($"master    {master.Uri}");
        for (var i = 1; i <= options.Agents; i++)
        {
            var agent = await StartAgentAsync(parts, options, i, Path.Combine(root, $"agent-{i}"), logs);
            await Say($"agent {i,-3} {agent.Uri}");
        }

        using var leveled = new LeveledLoggers(logs, new(LoggingLevel.LeastOf(options.LoggingLevel), TimeProvider.System));
        var marathon = await StartMarathonAsync(parts, options, Path.Combine(root, "marathon"), leveled);
        await Say($"marathon  {marathon.Uri}");
        var chronos = await StartChronosAsync(parts, options, Path.Combine(root, "chronos"), leveled);
        await Say($"chronos   {chronos.Uri}");
    }

    private static async Task<MasterServer> StartMasterAsync(Parts parts, UpOptions options, string directory, ILoggerFactory logs)
    {
        Directory.CreateDirectory(directory);
        var store = parts.Add(await Stores.OpenAsync(WorkDirectory.StoreUrl(null, directory, "registry.db")));
        var master = parts.Add(await MasterServer.StartAsync(
            new()
            {
                Ip = options.Ip,
                Port = options.MasterPort,
                WorkDir = directory,
                Tls = options.Tls,
                AuthenticateHttpReadonly = options.AuthenticateHttpReadonly,
                AuthenticateHttpReadwrite = options.AuthenticateHttpReadwrite,
                AuthenticateHttpFrameworks = options.AuthenticateHttpFrameworks,
                HttpFrameworkAuthenticators = [Authenticators.Basic],
                AuthenticateAgents = options.AuthenticateAgents,
                Credentials = options.Credentials,
                Acls = options.Acls,
                LoggingLevel = options.LoggingLevel,
                ExternalLogFile = LogFile.ShownOf(options, null, LogProgram),
            },
            store, TimeProvider.System, logs));
        parts.Watch(master.Completion);
        return master;
    }

    private static async Task<AgentServer> StartAgentAsync(Parts parts, UpOptions options, int number, string directory, ILoggerFactory logs)
    {
        var store = parts.Add(await AgentCommand.OpenStoreAsync(directory));
        var agent = parts.Add(await AgentServer.StartAsync(
            AgentCommand.WithHost(new()
            {
                Master = [$"{options.Ip}:{options.MasterPort}"],
                Ip = options.Ip,
                Port = options.AgentPort + number - 1,
                Hostname = options.Ip,
                WorkDir = directory,
                Number = number,
                Resources = ResourcesOf(options, number),
                Attributes = options.Attributes,
                Isolation = options.Isolation,
                SwitchUser = false,
                EndsTasksWhenStopped = true,
                AuthenticateHttpReadonly = options.AuthenticateHttpReadonly,
                AuthenticateHttpReadwrite = options.AuthenticateHttpReadwrite,
                AuthenticateHttpExecutors = options.AuthenticateHttpExecutors,
                Tls = options.Tls,
                Credential = options.AgentCredential,
                HttpCredentials = options.Credentials,
                JwtSecretKey = options.JwtSecretKey,
                Acls = options.Acls,
                LoggingLevel = options.LoggingLevel,
                ExternalLogFile = LogFile.ShownOf(options, null, LogProgram),
            }),
            store, TimeProvider.System, logs, CancellationToken.None));
        parts.Watch(FailureAsync(agent.Completion));
        return agent;
    }

    /// <summary>
    /// An agent that the master tells to end (gone, or down for maintenance) leaves the rest of the cluster running; one that fails
    /// does not.
    /// </summary>
    private static async Task FailureAsync(Task completion)
    {
        await completion;
        await new TaskCompletionSource().Task;
    }

    private static async Task<MarathonServer> StartMarathonAsync(Parts parts, UpOptions options, string directory, ILoggerFactory logs)
    {
        Directory.CreateDirectory(directory);
        var store = parts.Add(await Stores.OpenAsync(WorkDirectory.StoreUrl(null, directory, "marathon.db")));
        var marathon = parts.Add(await MarathonServer.StartAsync(
            new()
            {
                Master = $"{options.Ip}:{options.MasterPort}",
                HttpAddress = options.Ip,
                HttpPort = options.MarathonPort,
                Hostname = options.Ip,
                WorkDir = directory,
                HttpCredentials = options.HttpCredentials,
                Tls = options.Tls,
                MesosAuthenticationPrincipal = options.MesosAuthenticationPrincipal,
                MesosAuthenticationSecretFile = options.MesosAuthenticationSecretFile,
            },
            store, TimeProvider.System, logs));
        parts.Watch(marathon.Completion);
        return marathon;
    }

    private static async Task<ChronosServer> StartChronosAsync(Parts parts, UpOptions options, string directory, ILoggerFactory logs)
    {
        Directory.CreateDirectory(directory);
        var store = parts.Add(await Stores.OpenAsync(WorkDirectory.StoreUrl(null, directory, "chronos.db")));
        var chronos = parts.Add(await ChronosServer.StartAsync(
            new()
            {
                Master = $"{options.Ip}:{options.MasterPort}",
                HttpAddress = options.Ip,
                HttpPort = options.ChronosPort,
                Hostname = options.Ip,
                WorkDir = directory,
                HttpCredentials = options.HttpCredentials,
                Tls = options.Tls,
                MesosAuthenticationPrincipal = options.MesosAuthenticationPrincipal,
                MesosAuthenticationSecretFile = options.MesosAuthenticationSecretFile,
            },
            store, TimeProvider.System, logs));
        parts.Watch(chronos.Completion);
        return chronos;
    }

    /// <summary>Agents on one machine must not offer the same ports: each has a range of its own, unless the flag says which.</summary>
    private static string ResourcesOf(UpOptions options, int number)
    {
        var given = options.Resources ?? "";
        if (given.TrimStart().StartsWith('[') || given.Contains("ports", StringComparison.Ordinal))
        {
            return given;
        }

        var first = 31_000 + (1_001 * (number - 1) % 33_000);
        var ports = string.Create(CultureInfo.InvariantCulture, $"ports:[{first}-{first + 1_000}]");
        return given.Length == 0 ? ports : $"{given.TrimEnd(';')};{ports}";
    }

    /// <summary>Ready is what a user would see: every agent registered, every framework subscribed.</summary>
    private static async Task ReadyAsync(UpOptions options, Parts parts, Signals signals)
    {
        using var master = new Api($"{options.Ip}:{options.MasterPort}", CredentialOf(options), options.Tls);
        using var patience = new CancellationTokenSource(ReadyPatience, TimeProvider.System);
        while (!signals.Ended.IsCompleted && !await IsReadyAsync(master, options, patience.Token))
        {
            var failed = parts.Completions.FirstOrDefault(static completion => completion.IsFaulted);
            await (failed ?? Task.Delay(ReadyPause, TimeProvider.System, patience.Token));
        }

        if (!signals.Ended.IsCompleted)
        {
            await Say("ready");
        }
    }

    private static Credential? CredentialOf(UpOptions options) =>
        options is { MesosAuthenticationPrincipal: { } principal, MesosAuthenticationSecretFile: { } file }
            ? Credential.OfFile(principal, "mesos_authentication_secret_file", file)
            : null;

    private static async Task<bool> IsReadyAsync(Api master, UpOptions options, CancellationToken stop)
    {
        try
        {
            var summary = await master.GetAsync("state-summary", stop);
            return Active(summary, "slaves") >= options.Agents && Active(summary, "frameworks") >= Parts.Frameworks;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private static int Active(JsonElement summary, string what) =>
        summary.GetProperty(what).EnumerateArray().Count(static one => one.GetProperty("active").GetBoolean());

    private static Task Say(string line) => Console.Out.WriteLineAsync(line);

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new Refusal(otherwise);
        }
    }

    /// <summary>What runs; it ends in the opposite order of its start.</summary>
    private sealed class Parts : IAsyncDisposable
    {
        /// <summary>How many frameworks come in the box.</summary>
        public const int Frameworks = 1;

        private readonly Stack<IAsyncDisposable> parts = new();
        private readonly List<Task> completions = [];

        public Task[] Completions => [.. completions];

        public T Add<T>(T part)
            where T : IAsyncDisposable
        {
            parts.Push(part);
            return part;
        }

        public void Watch(Task completion) => completions.Add(completion);

        public async ValueTask DisposeAsync()
        {
            while (parts.TryPop(out var part))
            {
                await part.DisposeAsync();
            }
        }
    }
}
