using Kernel.Chronos.Core;
using Mesos.V1;

namespace Kernel.Tests.Unit.Chronos.Core;

public sealed class DependencyTests
{
    private readonly ChronosDriver chronos = new();

    public DependencyTests()
    {
        chronos.Subscribe();
        foreach (var name in new[] { "A", "B" })
        {
            chronos.Accepts($$"""{"name":"{{name}}","command":"x","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        }
    }

    [Theory]
    [InlineData("A", 0)]
    [InlineData("A B", 1)]
    [InlineData("A A B", 1)]
    [InlineData("A B A B", 2)]
    [InlineData("A B B A", 2)]
    [InlineData("A A A B B", 1)]
    public void A_child_runs_when_every_parent_has_succeeded_since_it_last_started(string successes, int runs)
    {
        chronos.Accepts("""{"name":"child","command":"y","parents":["A","B"]}""");
        var ran = 0;
        foreach (var parent in successes.Split(' '))
        {
            chronos.Run(parent);
            chronos.Offer();
            chronos.Update(Assert.Single(chronos.TakeLaunched()), TaskState.TaskFinished);
            chronos.Offer();
            foreach (var child in chronos.TakeLaunched())
            {
                ran++;
                chronos.Update(child, TaskState.TaskFinished);
            }
        }

        Assert.Equal(runs, ran);
    }

    [Fact]
    public void A_job_cannot_depend_on_itself_not_even_over_others()
    {
        chronos.Accepts("""{"name":"one","command":"x","parents":["A"]}""");
        chronos.Accepts("""{"name":"two","command":"x","parents":["one"]}""");
        Assert.Contains("depend on itself", chronos.Post("""{"name":"one","command":"x","parents":["two"]}"""));
        Assert.Contains("depend on itself", chronos.Post("""{"name":"self","command":"x","parents":["self"]}"""));
        Assert.Equal(["A"], chronos.Job("one").Parents.AsEnumerable());
    }

    [Fact]
    public void A_parent_that_is_not_there_is_named()
    {
        Assert.Equal("parents: no such job: X, Y", chronos.Post("""{"name":"child","command":"x","parents":["X","A","Y"]}"""));
        Assert.Null(chronos.State.Jobs.Of("child"));
    }

    [Fact]
    public void The_children_of_a_deleted_scheduled_job_take_over_its_schedule_and_keep_all_else()
    {
        chronos.Accepts("""{"name":"child","command":"y","parents":["A"],"description":"kept","concurrent":true}""");
        chronos.Accepts("""{"name":"both","command":"y","parents":["A","B"]}""");
        Assert.True(Delete("A"));
        Assert.Equal("R/2100-01-01T00:00:00Z/P1D", chronos.Job("child").Schedule!.Text);
        Assert.Equal(("kept", true), (chronos.Job("child").Description, chronos.Job("child").Concurrent));
        Assert.Equal(["B"], chronos.Job("both").Parents.AsEnumerable());
        Assert.Contains("[Chronos] Your job 'A' was deleted!", chronos.Notices);
        Assert.False(Delete("A"));
    }

    [Fact]
    public void The_children_of_a_deleted_dependent_job_inherit_its_parents()
    {
        chronos.Accepts("""{"name":"middle","command":"y","parents":["A","B"]}""");
        chronos.Accepts("""{"name":"child","command":"y","parents":["middle","A"]}""");
        Delete("middle");
        Assert.Equal(["A", "B"], chronos.Job("child").Parents.AsEnumerable());
    }

    [Fact]
    public void The_runs_of_a_deleted_job_are_killed_and_its_waiting_runs_forgotten()
    {
        chronos.Run("A");
        var task = chronos.Launches();
        Delete("A");
        Assert.Contains(chronos.Calls, call => call.Kill?.TaskId.Value == task.TaskId.Value);
        chronos.Update(task, TaskState.TaskKilled);
        Assert.DoesNotContain(chronos.Stored.Keys, static key => key.EndsWith("/A", StringComparison.Ordinal) || key.Contains(":A:"));
    }

    [Fact]
    public void A_declared_success_counts_and_fires_children()
    {
        chronos.Accepts("""{"name":"child","command":"y","parents":["A"]}""");
        Assert.True(chronos.Ask<bool>(static reply => new ChronosInput.SuccessDeclared("A", reply)));
        Assert.Equal("ChronosTask:child", chronos.Launches().Name);
        Assert.Equal(1, chronos.Job("A").SuccessCount);
        Assert.False(chronos.Ask<bool>(static reply => new ChronosInput.SuccessDeclared("nobody", reply)));
    }

    [Fact]
    public void A_disabled_child_does_not_run()
    {
        chronos.Accepts("""{"name":"child","command":"y","parents":["A"],"disabled":true}""");
        chronos.Ask<bool>(static reply => new ChronosInput.SuccessDeclared("A", reply));
        chronos.LaunchesNothing();
    }

    private bool Delete(string name) => chronos.Ask<bool>(reply => new ChronosInput.JobDeleting(name, reply));
}
