using System.Diagnostics;
using Kernel.Frameworks.Client;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace LoadTests.Cluster;

/// <summary>Runs so many tasks that do nothing, and takes the time from the first launch to the last acknowledged end.</summary>
internal sealed class TrueRunner(string master, int tasks) : Scheduler(master, Description)
{
    private static readonly FrameworkInfo Description = new()
    {
        User = System.Environment.UserName, Name = "launch", Checkpoint = true, FailoverTimeout = 60,
    };

    private long began;
    private int launched;
    private int ended;

    /// <summary>From the first launch to the last end.</summary>
    public TimeSpan Elapsed { get; private set; }

    protected override void OnOffers(IReadOnlyList<Offer> offers)
    {
        foreach (var offer in offers)
        {
            if (launched == tasks)
            {
                Decline(offer, TimeSpan.FromHours(1));
                continue;
            }

            began = Stopwatch.GetTimestamp();
            Launch(offer, Enumerable.Range(0, tasks).Select(static i =>
            {
                var task = TaskInfos.Command($"true-{i}", "/bin/true", 0.1, 32);
                task.Command.Shell = false;
                task.Command.Arguments.Add("true");
                return task;
            }).ToList());
            launched = tasks;
        }
    }

    protected override void OnUpdate(TaskStatus status)
    {
        if (!status.State.IsTerminal())
        {
            return;
        }

        if (status.State != TaskState.TaskFinished)
        {
            throw new InvalidOperationException($"{status.TaskId.Value}: {status.State} {status.Message}");
        }

        if (++ended == tasks)
        {
            Elapsed = Stopwatch.GetElapsedTime(began);
            Stop();
        }
    }
}
