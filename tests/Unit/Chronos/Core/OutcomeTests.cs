using Kernel.Chronos.Core;
using Mesos.V1;

namespace Kernel.Tests.Unit.Chronos.Core;

/// <summary>What each end of a run does to its job: counters, retries, children.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(TaskState.TaskFinished, 1, 0, false, true)]
    [InlineData(TaskState.TaskFailed, 0, 0, true, false)]
    [InlineData(TaskState.TaskLost, 0, 0, true, false)]
    [InlineData(TaskState.TaskError, 0, 0, true, false)]
    [InlineData(TaskState.TaskDropped, 0, 0, true, false)]
    [InlineData(TaskState.TaskGone, 0, 0, true, false)]
    [InlineData(TaskState.TaskGoneByOperator, 0, 0, true, false)]
    [InlineData(TaskState.TaskKilled, 0, 0, false, false)]
    public void The_first_attempt_ends(TaskState state, int successes, int errors, bool retried, bool childFires)
    {
        var chronos = Prepare(retries: 1);
        chronos.Update(chronos.Launches(), state);
        Assert.Equal((successes, errors), (chronos.Job("parent").SuccessCount, chronos.Job("parent").ErrorCount));
        Assert.Equal(retried, chronos.State.Waiting.Count == 1);
        Assert.Equal(childFires, chronos.State.Queue.Has("child"));
        Assert.Equal(0, chronos.State.Runs.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_last_attempt_fails_and_children_run_only_if_that_is_a_soft_error(bool softError)
    {
        var chronos = Prepare(retries: 0, softError);
        chronos.Update(chronos.Launches(), TaskState.TaskFailed, "no disk");
        Assert.Equal(1, chronos.Job("parent").ErrorCount);
        Assert.Equal(1, chronos.Job("parent").ErrorsSinceLastSuccess);
        Assert.NotEqual("", chronos.Job("parent").LastError);
        Assert.Empty(chronos.State.Waiting);
        Assert.Equal(softError, chronos.State.Queue.Has("child"));
        Assert.Equal("[Chronos] job 'parent' failed!", Assert.Single(chronos.Notices));
    }

    [Fact]
    public void Retries_come_after_a_delay_and_a_job_that_failed_before_has_them_too()
    {
        var chronos = Prepare(retries: 2);
        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var task = chronos.Launches();
                Assert.Contains($":{attempt}:parent:", task.TaskId.Value);
                chronos.Update(task, TaskState.TaskFailed);
                chronos.Advance(TimeSpan.FromSeconds(59));
                chronos.LaunchesNothing();
                chronos.Advance(TimeSpan.FromSeconds(2));
            }

            Assert.Null(chronos.Run("parent"));
        }

        Assert.Equal(2, chronos.Job("parent").ErrorCount);
    }

    [Fact]
    public void A_job_that_fails_too_often_is_disabled_and_its_success_forgives()
    {
        var chronos = Prepare(retries: 0, settings: new() { DisableAfterFailures = 2 });
        End(TaskState.TaskFailed);
        Assert.Null(chronos.Run("parent"));
        End(TaskState.TaskFinished);
        Assert.Equal(0, chronos.Job("parent").ErrorsSinceLastSuccess);
        Assert.Null(chronos.Run("parent"));
        End(TaskState.TaskFailed);
        Assert.False(chronos.Job("parent").Disabled);
        Assert.Null(chronos.Run("parent"));
        End(TaskState.TaskFailed);
        Assert.True(chronos.Job("parent").Disabled);
        Assert.Equal("Job 'parent' is disabled", chronos.Run("parent"));

        void End(TaskState state)
        {
            chronos.Offer();
            chronos.Update(chronos.TakeLaunched().Single(static task => task.Name == "ChronosTask:parent"), state);
        }
    }

    [Fact]
    public void A_job_that_was_disabled_while_it_ran_stays_disabled_when_it_fails()
    {
        var chronos = Prepare(retries: 0);
        var task = chronos.Launches();
        chronos.Accepts("""{"name":"parent","command":"x","disabled":true,"retries":0,"schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Update(task, TaskState.TaskFailed);
        Assert.True(chronos.Job("parent").Disabled);
    }

    [Fact]
    public void The_latest_runs_are_kept()
    {
        var chronos = Prepare(retries: 0, settings: new() { JobHistoryLimit = 2 });
        foreach (var state in new[] { TaskState.TaskFinished, TaskState.TaskKilled, TaskState.TaskFailed })
        {
            chronos.Offer();
            var task = chronos.TakeLaunched().Single(static task => task.Name == "ChronosTask:parent");
            chronos.Update(task, TaskState.TaskRunning);
            chronos.Advance(TimeSpan.FromSeconds(5));
            chronos.Update(task, state);
            chronos.Run("parent");
        }

        Assert.Equal(["failed", "killed"], chronos.State.HistoryOf("parent").Select(static run => run.Status));
        Assert.Equal(TimeSpan.FromSeconds(5), chronos.State.HistoryOf("parent")[0].EndedAt - chronos.State.HistoryOf("parent")[0].StartedAt!.Value);
    }

    private static ChronosDriver Prepare(int retries, bool softError = false, ChronosSettings? settings = null)
    {
        var chronos = new ChronosDriver(settings);
        chronos.Subscribe();
        chronos.Accepts($$"""
            {"name":"parent","command":"x","retries":{{retries}},"softError":{{(softError ? "true" : "false")}},
             "schedule":"R/2026-11-22T12:00:00Z/P1Y"}
            """);
        chronos.Accepts("""{"name":"child","command":"y","parents":["parent"]}""");
        return chronos;
    }
}
