using System.Collections.Concurrent;
using Kernel.Containers.Cgroups;

namespace Kernel.Containers.Processes;

/// <summary>
/// Runs containers as processes of this machine: a session each, output straight into files, and on demand a user,
/// limits and control groups. One per operating system process, for it reaps all children.
/// </summary>
public sealed class ProcessContainerizer : IContainerizer
{
    /// <summary>
    /// The variable by which a container's processes are known; the launch plan must set it to the container's id.
    /// </summary>
    public const string ContainerVariable = "KERNEL_CONTAINER_ID";

    private const int Launchers = 2;

    private readonly ConcurrentDictionary<string, RunningProcess> running = new(StringComparer.Ordinal);
    private readonly BlockingCollection<LaunchPlan> launches = [];
    private readonly IContainerEvents events;
    private readonly ControlGroups? groups;
    private readonly OwnLimits limits = OwnLimits.Read();
    private readonly Reaper reaper;
    private readonly TreeKiller killer;

    /// <summary>Starts the threads that launch, reap and end.</summary>
    /// <param name="events">Told what becomes of the containers.</param>
    /// <param name="isolation">How containers are bounded.</param>
    public ProcessContainerizer(IContainerEvents events, Isolation isolation)
    {
        ArgumentNullException.ThrowIfNull(isolation);
        this.events = events;
        groups = ControlGroups.For(isolation);
        killer = new(running, pid => reaper!.IsWaitedFor(pid));
        reaper = Reaper.Start(killer.SweepSoon);
        killer.Start(reaper);
        for (var i = 0; i < Launchers; i++)
        {
            new Thread(LaunchAll) { IsBackground = true, Name = $"launcher {i}" }.Start();
        }

        if (groups is not null)
        {
            MemoryWatch.Start(running, killer);
        }
    }

    /// <inheritdoc/>
    public void Launch(LaunchPlan plan) => launches.Add(plan);

    /// <inheritdoc/>
    public void Signal(string containerId, int signal) => killer.Signal(containerId, signal);

    /// <inheritdoc/>
    public void EndAll() => killer.EndAll();

    /// <inheritdoc/>
    public ContainerUsage? Usage(string containerId) =>
        running.TryGetValue(containerId, out var container) ? ProcessUsage.Of(container.Process) : null;

    private void LaunchAll()
    {
        foreach (var plan in launches.GetConsumingEnumerable())
        {
            ControlGroup? group = null;
            try
            {
                group = groups?.Create(plan);
                Start(plan, group);
            }
            catch (Exception failure) when (
                failure is LaunchFailedException or IOException or UnauthorizedAccessException)
            {
                group?.Remove();
                events.LaunchFailed(plan.ContainerId, failure.Message);
            }
        }
    }

    private void Start(LaunchPlan plan, ControlGroup? group)
    {
        var user = AccountOf(plan);
        var program = ProgramLookup.Find(plan);
        var bounds = plan.ResourceLimits.Select(limits.Clamp).ToArray();
        var (path, arguments) = ExecChain.Of(plan, program, user, bounds, group?.ProcessFiles ?? []);
        reaper.Starting();
        var error = Spawn.Start(path, arguments, plan, out var process);
        if (error != 0)
        {
            reaper.NotStarted();
            throw new LaunchFailedException(Why(plan, error));
        }

        var container = new RunningProcess(plan, process, group);
        running[plan.ContainerId] = container;
        events.Started(plan.ContainerId, new(process));
        reaper.Started(process, status => Ended(container, status));
    }

    private void Ended(RunningProcess container, int status)
    {
        var exit = new ContainerExit(status, container.Group?.OutOfMemory());
        if (container.Group is { } group)
        {
            killer.Remove(group);
        }

        running.TryRemove(container.Plan.ContainerId, out _);
        killer.SweepSoon();
        events.Exited(container.Plan.ContainerId, exit);
    }

    private static UserAccount? AccountOf(LaunchPlan plan)
    {
        if (plan.User.Length == 0 || plan.User == Environment.UserName)
        {
            return null;
        }

        var account = UserAccount.Of(plan.User);
        if (account.User == Native.EffectiveUser())
        {
            return null;
        }

        if (Native.EffectiveUser() != 0)
        {
            throw new LaunchFailedException($"Only root can run a container as user '{plan.User}'");
        }

        GiveOutput(plan.StandardOutput, account);
        GiveOutput(plan.StandardError, account);
        return account;
    }

    private static void GiveOutput(string path, UserAccount account)
    {
        File.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite).Dispose();
        if (Native.ChangeOwner(path, account.User, account.Group) != 0)
        {
            throw new LaunchFailedException($"Failed to give '{path}' to user '{account.Name}'");
        }
    }

    private static string Why(LaunchPlan plan, int error) =>
        error == Native.NoEntry && !Directory.Exists(plan.Directory)
            ? $"The directory '{plan.Directory}' does not exist"
            : $"Failed to execute '{plan.Program}': {ErrorText.Of(error)}";
}
