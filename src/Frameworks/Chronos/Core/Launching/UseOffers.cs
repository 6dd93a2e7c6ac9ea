using System.Collections.Immutable;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>
/// Runs that wait are launched on the offers at hand: those of high priority first, in the order they came. One that
/// fits nowhere
/// holds up no other.
/// </summary>
internal static class UseOffers
{
    /// <summary>Offers have come.</summary>
    internal static void Decide(ChronosState state, IEnumerable<Offer> offers, ChronosStep step)
    {
        foreach (var offer in offers)
        {
            state.Offers.Add(offer);
            step.After(state.Settings.OfferHold, new ChronosInput.OfferHeld(offer.Id.Value));
        }

        state.MatchNeeded = true;
    }

    /// <summary>Matches what waits with what is offered, if either has become more.</summary>
    internal static void Consider(ChronosState state, ChronosStep step)
    {
        if (!state.MatchNeeded)
        {
            return;
        }

        state.MatchNeeded = false;
        if (state.Queue.Count > 0 && state.Offers.Count > 0)
        {
            Match(state, step);
        }
    }

    private static void Match(ChronosState state, ChronosStep step)
    {
        var unfit = new HashSet<(double, double, double, string)>();
        foreach (var run in state.Queue.InOrder)
        {
            if (QueueRun.RefuseLaunch(state, run) is { } reason)
            {
                Drop(state, run, reason, step);
                continue;
            }

            var job = state.Jobs.Of(run.Job)!;
            var shape = (job.Cpus, job.Mem, job.Disk, job.Constraints.IsEmpty ? "" : job.Name);
            if (!unfit.Contains(shape) && !TryLaunch(state, job, run, step))
            {
                unfit.Add(shape);
            }
        }

        Accept(state, step);
    }

    private static void Drop(ChronosState state, PendingRun run, string reason, ChronosStep step)
    {
        step.Note($"no run of '{run.Job}': {reason}");
        QueueRun.Remove(state, run, step);
        if (state.Jobs.Of(run.Job) is { } job)
        {
            SetJob.Plan(state, job);
        }
    }

    private static bool TryLaunch(ChronosState state, Job job, PendingRun run, ChronosStep step)
    {
        foreach (var room in state.Offers.InOrder)
        {
            if (job.Constraints.All(constraint => constraint.Admits(room.Offer)) && room.TryTake(job) is { } resources)
            {
                Launch(state, job, run, room, resources, step);
                return true;
            }
        }

        return false;
    }

    /// <summary>The run and the schedule that has moved on are durable before the master hears of the launch.</summary>
    private static void Launch(
        ChronosState state, Job job, PendingRun pending, OfferRoom room, IReadOnlyList<Resource> resources, ChronosStep step)
    {
        QueueRun.Remove(state, pending, step);
        var arguments = pending.Arguments ?? string.Join(' ', job.Arguments);
        var name = FreeName(state, new(pending.Due.Milliseconds(), pending.Attempt, job.Name, arguments));
        var run = new Run(new(name.ToString()), name, room.Offer.AgentId.Value, room.Offer.Hostname, step.Now);
        state.Runs.Set(run);
        step.Put(Stored.RunKey(run), Stored.Write(run));
        SetJob.Set(
            state,
            job with
            {
                Schedule = pending.Kind == RunKind.Scheduled ? job.Schedule?.AfterLaunch(step.Now) : job.Schedule,
                ParentRuns = ImmutableSortedDictionary<string, long>.Empty,
            },
            step);
        room.Placed.Add(TaskBuilder.Build(job, run, pending.Arguments, room.Offer, resources));
    }

    private static TaskName FreeName(ChronosState state, TaskName name)
    {
        while (state.Runs.Of(new(name.ToString())) is not null)
        {
            name = name with { DueMs = name.DueMs + 1 };
        }

        return name;
    }

    private static void Accept(ChronosState state, ChronosStep step)
    {
        foreach (var room in state.Offers.InOrder.Where(static room => room.Placed.Count > 0).ToList())
        {
            state.Offers.Take(room.Offer.Id.Value);
            var launch = new Offer.Types.Operation
            {
                Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { room.Placed } },
            };
            step.Do(new ChronosEffect.CallMesos(new()
            {
                Type = Call.Types.Type.Accept,
                Accept = new() { OfferIds = { room.Offer.Id }, Operations = { launch }, Filters = new() { RefuseSeconds = 0 } },
            }));
        }
    }
}
