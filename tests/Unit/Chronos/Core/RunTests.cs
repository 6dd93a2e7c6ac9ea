using Kernel.Chronos.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Chronos.Core;

public sealed class RunTests
{
    private const string Hourly = """{"name":"hourly","command":"date","schedule":"R/2026-11-22T12:30:00Z/PT1H"}""";

    private readonly ChronosDriver chronos = new();

    public RunTests() => chronos.Subscribe();

    [Fact]
    public void A_job_is_launched_when_it_is_due_and_not_before()
    {
        chronos.Accepts(Hourly);
        chronos.LaunchesNothing();
        chronos.Advance(TimeSpan.FromMinutes(30));
        var task = chronos.Launches();
        Assert.Equal("ct:1795350600000:0:hourly:", task.TaskId.Value);
        Assert.Equal("ChronosTask:hourly", task.Name);
        Assert.Equal("date", task.Command.Value);
        Assert.Equal("R/2026-11-22T13:30:00.000Z/PT1H", chronos.Job("hourly").Schedule!.Text);
    }

    [Fact]
    public void The_task_knows_its_job_and_the_jobs_variables_do_not_hide_that()
    {
        chronos.Accepts("""
            {"name":"once","command":"echo","arguments":["a","b"],"owner":"me@example.com","cpus":"0.5","mem":64,"disk":0,
             "environmentVariables":[{"name":"CHRONOS_JOB_NAME","value":"other"},{"name":"MINE","value":"1"}]}
            """);
        var task = chronos.Launches();
        var variables = task.Command.Environment.Variables.ToDictionary(static variable => variable.Name, static variable => variable.Value);
        Assert.Equal("once", variables["CHRONOS_JOB_NAME"]);
        Assert.Equal("me@example.com", variables["CHRONOS_JOB_OWNER"]);
        Assert.Equal("1", variables["MINE"]);
        Assert.Equal("0.5", variables["CHRONOS_RESOURCE_CPU"]);
        Assert.Equal("64.0", variables["CHRONOS_RESOURCE_MEM"]);
        Assert.Equal("host-1", variables["HOST"]);
        Assert.Equal(task.TaskId.Value, variables["mesos_task_id"]);
        Assert.Equal("echo a b", task.Command.Value);
        Assert.EndsWith(":0:once:a b", task.TaskId.Value);
        Assert.Equal([0.5, 64, 256], task.Resources.Select(static resource => resource.Scalar.Value));
    }

    [Fact]
    public void Arguments_of_a_manual_run_follow_the_command_without_semicolons()
    {
        chronos.Accepts("""{"name":"later","command":"echo","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        Assert.Null(chronos.Run("later", "a;b /c"));
        var task = chronos.Launches();
        Assert.Equal("echo ab /c", task.Command.Value);
        Assert.EndsWith(":0:later:ab _c", task.TaskId.Value);
        Assert.Equal("R/2100-01-01T00:00:00Z/P1D", chronos.Job("later").Schedule!.Text);
    }

    [Fact]
    public void What_was_missed_comes_once_late()
    {
        chronos.Accepts(Hourly);
        chronos.Advance(TimeSpan.FromHours(5));
        var task = chronos.Launches();
        chronos.Update(task, TaskState.TaskFinished);
        chronos.LaunchesNothing();
        Assert.Equal("R/2026-11-22T17:30:00.000Z/PT1H", chronos.Job("hourly").Schedule!.Text);
    }

    [Fact]
    public void A_run_that_goes_on_is_not_overlapped_and_the_next_comes_once_it_has_ended()
    {
        chronos.Accepts(Hourly);
        chronos.Advance(TimeSpan.FromMinutes(30));
        var first = chronos.Launches();
        chronos.Update(first, TaskState.TaskRunning);
        chronos.Advance(TimeSpan.FromHours(2));
        chronos.LaunchesNothing();
        chronos.Update(first, TaskState.TaskFinished);
        Assert.NotEqual(first.TaskId, chronos.Launches().TaskId);
    }

    [Fact]
    public void A_concurrent_job_is_overlapped()
    {
        chronos.Accepts(Hourly.Replace("\"command\"", "\"concurrent\":true,\"command\"", StringComparison.Ordinal));
        chronos.Advance(TimeSpan.FromMinutes(30));
        chronos.Launches();
        chronos.Advance(TimeSpan.FromHours(1));
        chronos.Launches();
        Assert.Equal(2, chronos.State.Runs.CountOf("hourly"));
    }

    [Fact]
    public void A_job_runs_as_often_as_its_schedule_says_and_is_then_disabled()
    {
        chronos.Accepts("""{"name":"thrice","command":"date","schedule":"R3/2026-11-22T12:00:00Z/PT1M"}""");
        for (var i = 0; i < 3; i++)
        {
            chronos.Update(chronos.Launches(), TaskState.TaskFinished);
            chronos.Advance(TimeSpan.FromMinutes(1));
        }

        chronos.LaunchesNothing();
        Assert.True(chronos.Job("thrice").Disabled);
        Assert.Equal(3, chronos.Job("thrice").SuccessCount);
        Assert.Contains("[Chronos] job 'thrice' disabled", chronos.Notices);
    }

    [Fact]
    public void A_retry_uses_up_nothing_of_the_schedule()
    {
        chronos.Accepts("""{"name":"once","command":"date","schedule":"R1/2026-11-22T12:00:00Z/PT1M"}""");
        chronos.Update(chronos.Launches(), TaskState.TaskFailed);
        Assert.Equal(0, chronos.Job("once").Schedule!.Count);
        chronos.Advance(TimeSpan.FromSeconds(61));
        var retry = chronos.Launches();
        Assert.Contains(":1:once:", retry.TaskId.Value);
        chronos.Update(retry, TaskState.TaskFinished);
        chronos.Advance(TimeSpan.FromHours(1));
        chronos.LaunchesNothing();
        Assert.Equal(0, chronos.Job("once").Schedule!.Count);
    }

    [Fact]
    public void Every_status_is_acknowledged_that_asks_for_it()
    {
        chronos.Update("ct:1:0:unknown:", TaskState.TaskFinished);
        chronos.Update("foreign", TaskState.TaskRunning);
        Assert.Equal(2, chronos.Calls.Count(static call => call.Type == Call.Types.Type.Acknowledge));
    }

    [Fact]
    public void A_task_that_nobody_remembers_is_taken_in_if_its_job_is_known_and_killed_if_not()
    {
        chronos.Accepts("""{"name":"known","command":"date","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Update("ct:1:0:known:", TaskState.TaskRunning);
        chronos.Update("ct:1:0:gone:", TaskState.TaskRunning);
        Assert.Equal(1, chronos.State.Runs.CountOf("known"));
        Assert.Equal("ct:1:0:gone:", Assert.Single(chronos.Calls, static call => call.Type == Call.Types.Type.Kill).Kill.TaskId.Value);
    }

    [Fact]
    public void A_kill_is_repeated_until_the_end_is_told()
    {
        chronos.Accepts("""{"name":"long","command":"sleep"}""");
        var task = chronos.Launches();
        Assert.True(chronos.Ask<bool>(static reply => new ChronosInput.RunsKilling("long", reply)));
        chronos.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, Kills());
        chronos.Update(task, TaskState.TaskKilled);
        chronos.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, Kills());

        int Kills() => chronos.Calls.Count(static call => call.Type == Call.Types.Type.Kill);
    }

    [Fact]
    public void Runs_of_high_priority_go_first_and_one_that_fits_nowhere_holds_up_no_other()
    {
        chronos.Accepts("""{"name":"huge","command":"x","cpus":100}""");
        chronos.Accepts("""{"name":"first","command":"x","cpus":1}""");
        chronos.Accepts("""{"name":"urgent","command":"x","cpus":1,"highPriority":true}""");
        chronos.Offer(cpus: 1);
        Assert.Equal("ChronosTask:urgent", Assert.Single(chronos.TakeLaunched()).Name);
        chronos.Offer(cpus: 1);
        Assert.Equal("ChronosTask:first", Assert.Single(chronos.TakeLaunched()).Name);
    }

    [Theory]
    [InlineData("""["rack","EQUALS","rack-1"]""", "rack", "rack-1", true)]
    [InlineData("""["rack","EQUALS","rack-1"]""", "rack", "rack-2", false)]
    [InlineData("""["rack","LIKE","rack-[1-3]"]""", "rack", "rack-3", true)]
    [InlineData("""["rack","LIKE","rack-[1-3]"]""", "rack", "rack-33", false)]
    [InlineData("""["dc","UNLIKE","^n.*"]""", "dc", "north", false)]
    [InlineData("""["dc","UNLIKE","^n.*"]""", "dc", "south", true)]
    [InlineData("""["dc","UNLIKE","^n.*"]""", "rack", "south", false)]
    [InlineData("""["hostname","LIKE","host-.*"]""", "rack", "any", true)]
    public void A_job_runs_only_on_agents_that_its_constraints_admit(string constraint, string name, string value, bool admitted)
    {
        chronos.Accepts($$"""{"name":"picky","command":"x","constraints":[{{constraint}}]}""");
        chronos.Offer(attributes: (name, value));
        Assert.Equal(admitted ? 1 : 0, chronos.TakeLaunched().Count);
    }

    [Fact]
    public void An_idle_Chronos_wants_no_offers_and_a_due_job_asks_for_one_at_once()
    {
        chronos.LaunchesNothing();
        chronos.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([Call.Types.Type.Decline, Call.Types.Type.Suppress], chronos.Calls.TakeLast(2).Select(static call => call.Type));
        chronos.Accepts("""{"name":"now","command":"x"}""");
        Assert.Equal(Call.Types.Type.Revive, chronos.Calls[^1].Type);
    }
}
