using Kernel.Frameworks.Client;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: RunCommands MASTER COMMAND...      for instance: RunCommands 127.0.0.1:5050 'echo one' 'sleep 3'");
    return 64;
}

var scheduler = new CommandRunner(args[0], args[1..]);
await scheduler.RunAsync();
return scheduler.Failed == 0 ? 0 : 1;

/// <summary>Runs each command as one task and prints what becomes of it.</summary>
internal sealed class CommandRunner(string master, string[] commands) : Scheduler(master, Description)
{
    private const double CpusPerTask = 0.1;
    private const double MemPerTask = 32;

    private static readonly FrameworkInfo Description = new()
    {
        User = System.Environment.UserName,
        Name = "run-commands",
        Capabilities = { new FrameworkInfo.Types.Capability { Type = FrameworkInfo.Types.Capability.Types.Type.PartitionAware } },
    };

    private int launched;
    private int ended;

    /// <summary>How many commands did not end well.</summary>
    public int Failed { get; private set; }

    protected override void OnSubscribed() => Console.WriteLine($"subscribed as {FrameworkId!.Value}");

    protected override void OnOffers(IReadOnlyList<Offer> offers)
    {
        foreach (var offer in offers)
        {
            var tasks = TasksFor(offer).ToList();
            if (tasks.Count > 0)
            {
                Launch(offer, tasks);
            }
            else
            {
                Decline(offer, TimeSpan.FromMinutes(10));
            }
        }
    }

    protected override void OnUpdate(TaskStatus status)
    {
        Console.WriteLine($"{status.TaskId.Value}: {status.State.WireName()} {status.Message}".TrimEnd());
        if (!status.State.IsTerminal())
        {
            return;
        }

        Failed += status.State == TaskState.TaskFinished ? 0 : 1;
        if (++ended == commands.Length)
        {
            TearDown();
            Stop();
        }
    }

    protected override void OnDisconnected(string reason) => Console.WriteLine($"disconnected: {reason}");

    private IEnumerable<TaskInfo> TasksFor(Offer offer)
    {
        var (cpus, mem) = (offer.Amount("cpus"), offer.Amount("mem"));
        for (; launched < commands.Length && cpus >= CpusPerTask && mem >= MemPerTask; launched++)
        {
            yield return TaskInfos.Command($"command-{launched}", commands[launched], CpusPerTask, MemPerTask);
            (cpus, mem) = (cpus - CpusPerTask, mem - MemPerTask);
        }
    }
}
