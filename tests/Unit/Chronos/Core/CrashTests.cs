using Kernel.Chronos.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Chronos.Core;

/// <summary>Chronos ends without warning and begins again: no run is lost, and none is made twice.</summary>
public sealed class CrashTests
{
    private readonly ChronosDriver chronos = new();

    public CrashTests() => chronos.Subscribe();

    [Fact]
    public void A_job_that_was_due_is_still_due()
    {
        chronos.Accepts("""{"name":"due","command":"x","schedule":"R1/2026-11-22T12:00:00Z/PT1H"}""");
        chronos.Crash();
        chronos.Launches();
        chronos.LaunchesNothing();
    }

    [Fact]
    public void A_manual_run_that_waited_still_waits_with_its_arguments()
    {
        chronos.Accepts("""{"name":"later","command":"echo","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Run("later", "hello");
        chronos.Crash();
        Assert.Equal("echo hello", chronos.Launches().Command.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(TaskState.TaskStaging)]
    [InlineData(TaskState.TaskRunning)]
    public void A_run_under_way_is_asked_about_and_not_made_again(TaskState? heard)
    {
        chronos.Accepts("""{"name":"long","command":"x","schedule":"R2/2026-11-22T12:00:00Z/PT1H"}""");
        var task = chronos.Launches();
        if (heard is { } state)
        {
            chronos.Update(task, state);
        }

        chronos.Crash();
        chronos.Advance(TimeSpan.FromHours(2));
        chronos.LaunchesNothing();
        Assert.Contains(chronos.Calls, call => call.Type == Call.Types.Type.Reconcile
            && call.Reconcile.Tasks.Any(asked => asked.TaskId.Value == task.TaskId.Value && asked.AgentId.Value == "agent-1"));
        chronos.Update(task, TaskState.TaskFinished);
        Assert.Equal(1, chronos.Job("long").SuccessCount);
        chronos.Launches();
    }

    [Fact]
    public void A_retry_that_waited_for_its_time_comes_at_its_time()
    {
        chronos.Accepts("""{"name":"retried","command":"x"}""");
        chronos.Update(chronos.Launches(), TaskState.TaskFailed);
        chronos.Advance(TimeSpan.FromSeconds(30));
        chronos.Crash();
        chronos.LaunchesNothing();
        chronos.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(":1:retried:", chronos.Launches().TaskId.Value);
    }

    [Fact]
    public void How_often_parents_have_succeeded_is_remembered()
    {
        chronos.Accepts("""{"name":"A","command":"x","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Accepts("""{"name":"B","command":"x","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Accepts("""{"name":"child","command":"x","parents":["A","B"]}""");
        chronos.Ask<bool>(static reply => new ChronosInput.SuccessDeclared("A", reply));
        chronos.Crash();
        chronos.Ask<bool>(static reply => new ChronosInput.SuccessDeclared("B", reply));
        Assert.Equal("ChronosTask:child", chronos.Launches().Name);
    }

    [Fact]
    public void The_framework_comes_back_under_its_id_and_begins_anew_when_that_was_removed()
    {
        chronos.Accepts("""{"name":"long","command":"x"}""");
        chronos.Launches();
        chronos.Effects.Clear();
        chronos.Crash();
        Assert.Equal("framework-1", chronos.Effects.OfType<ChronosEffect.Subscribe>().Single().FrameworkId);
        chronos.Effects.Clear();
        chronos.Tell(new ChronosInput.MesosRefused("Framework has been removed"));
        Assert.Null(chronos.Effects.OfType<ChronosEffect.Subscribe>().Single().FrameworkId);
        Assert.Equal(0, chronos.State.Runs.Count);
        Assert.Single(chronos.State.Waiting);
    }

    [Fact]
    public void Another_instance_that_took_over_is_left_alone()
    {
        chronos.Tell(new ChronosInput.MesosRefused("Framework failed over"));
        Assert.Single(chronos.Effects.OfType<ChronosEffect.Leave>());
    }

    [Fact]
    public void Jobs_stay_in_the_order_in_which_they_were_created()
    {
        foreach (var name in new[] { "z", "a", "m" })
        {
            chronos.Accepts($$"""{"name":"{{name}}","command":"x","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        }

        chronos.Crash();
        Assert.Equal(["z", "a", "m"], chronos.State.Jobs.All.Select(static job => job.Name));
    }
}
