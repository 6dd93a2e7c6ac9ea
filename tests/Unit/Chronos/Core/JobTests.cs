using System.Text;
using System.Text.Json;
using Kernel.Chronos.Core;

namespace Kernel.Tests.Unit.Chronos.Core;

public sealed class JobTests
{
    private readonly ChronosDriver chronos = new();

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""[]""", "object")]
    [InlineData("""{"name":"bad name"}""", "name")]
    [InlineData("""{"name":"a:b"}""", "name")]
    [InlineData("""{"name":"a","schedule":"FOO/BAR/BAM"}""", "schedule")]
    [InlineData("""{"name":"a","schedule":"R/1969-01-01T00:00:00Z/P1D"}""", "schedule")]
    [InlineData("""{"name":"a","schedule":"R//P"}""", "schedule")]
    [InlineData("""{"name":"a","schedule":"R2//PT0S"}""", "schedule")]
    [InlineData("""{"name":"a","parents":[]}""", "parents")]
    [InlineData("""{"name":"a","uris":["http://e.com/a"],"fetch":[{"uri":"http://e.com/b"}]}""", "uris")]
    [InlineData("""{"name":"a","constraints":[["x","LIKE","[[["]]}""", "constraints")]
    [InlineData("""{"name":"a","constraints":[["x","LIKE"]]}""", "constraints")]
    [InlineData("""{"name":"a","constraints":[["x","GREATER","1"]]}""", "constraints")]
    [InlineData("""{"name":"a","cpus":-1}""", "cpus")]
    [InlineData("""{"name":"a","mem":1e300}""", "mem")]
    [InlineData("""{"name":"a","container":{"image":"i","network":"bridge"}}""", "network")]
    [InlineData("""{"name":"a","container":{"image":"i","type":"LXC"}}""", "type")]
    public void A_job_that_is_not_well_formed_is_refused_with_the_field(string json, string field)
    {
        Assert.Contains(field, chronos.Post(json));
        Assert.Equal(0, chronos.State.Jobs.Count);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        chronos.Accepts("""{"name":"a","command":"x"}""");
        var job = chronos.Job("a");
        Assert.Equal((2, 0.1, 128.0, 256.0, true, false), (job.Retries, job.Cpus, job.Mem, job.Disk, job.Shell, job.Concurrent));
        Assert.Equal("root", job.RunAsUser);
        Assert.Equal("R1/2026-11-22T12:00:00.000Z/PT24H", job.Schedule!.Text);
    }

    [Fact]
    public void Scalars_may_be_texts_nulls_count_as_absent_and_what_nobody_knows_is_ignored()
    {
        chronos.Accepts("""
            {"name":"a","command":null,"cpus":"0.5","mem":"512","disabled":"true","retries":"7","epsilon":"PT5M","async":false,"dataJob":true,"owner":7}
            """);
        var job = chronos.Job("a");
        Assert.Equal(("", 0.5, 512.0, true, 7, true, "7"), (job.Command, job.Cpus, job.Mem, job.Disabled, job.Retries, job.DataProcessing, job.Owner));
    }

    [Fact]
    public void What_is_shown_can_be_posted_again_and_changes_nothing()
    {
        chronos.Subscribe();
        chronos.Accepts("""
            {"name":"a","command":"x","schedule":"R/2026-12-31T10:00:00/P1M","scheduleTimeZone":"Europe/Paris","successCount":3,
             "fetch":[{"uri":"http://e.com/a","extract":false}],"constraints":[["rack","LIKE","r.*"]],
             "container":{"type":"mesos","image":"i","volumes":[{"containerPath":"/c","hostPath":"/h","mode":"ro"}],
              "networkInfos":[{"name":"n","portMappings":[{"hostPort":1,"containerPort":2}]}],"parameters":[{"key":"k","value":"v"}]}}
            """);
        chronos.Advance(TimeSpan.FromDays(40));
        chronos.Offer(attributes: ("rack", "r1"));
        Assert.Single(chronos.TakeLaunched());
        var before = Show(mirror: true);
        var start = chronos.Job("a").Schedule!.Start;
        chronos.Accepts(before);
        Assert.Equal(before, Show(mirror: true));
        Assert.Equal(start, chronos.Job("a").Schedule!.Start);
        Assert.Equal(1, chronos.State.Jobs.Count);

        string Show(bool mirror)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                JobWriter.Write(json, chronos.Job("a"), mirror);
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }

    [Fact]
    public void A_new_post_replaces_the_job_counters_included()
    {
        chronos.Accepts("""{"name":"a","command":"x","successCount":3,"schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        chronos.Accepts("""{"name":"a","command":"y","schedule":"R/2100-01-01T00:00:00Z/P1D"}""");
        Assert.Equal((0, "y"), (chronos.Job("a").SuccessCount, chronos.Job("a").Command));
    }

    [Theory]
    [InlineData("ct:1420843781398:0:test:", 1420843781398, 0, "test", "")]
    [InlineData("ct:1420843781398:2:test", 1420843781398, 2, "test", "")]
    [InlineData("ct:1420843781398:0:te.s-t:a b:c", 1420843781398, 0, "te.s-t", "a b:c")]
    public void The_id_of_a_task_tells_its_run(string id, long due, int attempt, string job, string arguments) =>
        Assert.Equal(new TaskName(due, attempt, job, arguments), TaskName.Parse(id));

    [Theory]
    [InlineData("foreign")]
    [InlineData("ct:x:0:test:")]
    [InlineData("ct:99999999999999999999:0:test:")]
    [InlineData("xct:1:0:test:")]
    public void The_id_of_a_foreign_task_tells_nothing(string id) => Assert.Null(TaskName.Parse(id));

    [Fact]
    public void The_id_of_a_task_is_never_too_long_and_holds_nothing_that_ids_may_not()
    {
        var id = new TaskName(1, 0, "job", "/tmp/ä\n" + new string('ö', 300)).ToString();
        Assert.Null(Kernel.Model.IdRules.Refuse(id));
        Assert.StartsWith("ct:1:0:job:_tmp_ä_", id);
    }
}
