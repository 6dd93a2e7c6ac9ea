using System.Text;
using Google.Protobuf;
using Kernel.Protocol;
using Mesos.V1;
using Xunit;
using Scheduler = Mesos.V1.Scheduler;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Unit.Protocol;

public sealed class MesosJsonTests
{
    [Fact]
    public void Defaults_that_the_proto_states_are_written_unless_deprecated()
    {
        var json = Json(new FrameworkInfo { User = "u", Name = "n" });
        Assert.Equal("""{"user":"u","name":"n","failover_timeout":0.0,"checkpoint":false}""", json);
    }

    [Fact]
    public void Whole_doubles_keep_one_decimal_and_others_are_the_shortest()
    {
        Assert.Equal("""{"value":2.0}""", Json(new Value.Types.Scalar { Value = 2 }));
        Assert.Equal("""{"value":0.1}""", Json(new Value.Types.Scalar { Value = 0.1 }));
        Assert.Equal("""{"value":"Infinity"}""", Json(new Value.Types.Scalar { Value = double.PositiveInfinity }));
    }

    [Fact]
    public void Wide_integers_are_numbers_to_the_last_digit()
    {
        var time = new TimeInfo { Nanoseconds = 1795318693350864897 };
        Assert.Equal("""{"nanoseconds":1795318693350864897}""", Json(time));
        Assert.Equal(time, MesosJson.Parse<TimeInfo>(Json(time)));
    }

    [Fact]
    public void Bytes_are_padded_base64()
    {
        var json = Json(new TaskStatus { TaskId = new() { Value = "t" }, State = TaskState.TaskRunning, Uuid = ByteString.CopyFrom(255, 254) });
        Assert.Contains("\"uuid\":\"//4=\"", json, StringComparison.Ordinal);
        Assert.Equal(ByteString.CopyFrom(255, 254), MesosJson.Parse<TaskStatus>(json).Uuid);
    }

    [Fact]
    public void Unknown_fields_and_nulls_are_passed_over()
    {
        var info = MesosJson.Parse<FrameworkInfo>(
            """{"user":"u","name":"n","id":null,"roles":null,"future":{"deep":[1,{"x":null}]},"frameworkId":7}""");
        Assert.Equal(new FrameworkInfo { User = "u", Name = "n" }, info);
    }

    [Theory]
    [InlineData("\"4.5\"", 4.5)]
    [InlineData("4", 4)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    public void Doubles_come_as_numbers_or_strings(string text, double value) =>
        Assert.Equal(value, MesosJson.Parse<Value.Types.Scalar>($$"""{"value":{{text}}}""").Value);

    [Theory]
    [InlineData("\"1795318693350864897\"")]
    [InlineData("1795318693350864897")]
    public void Integers_come_as_numbers_or_strings(string text) =>
        Assert.Equal(1795318693350864897, MesosJson.Parse<TimeInfo>($$"""{"nanoseconds":{{text}}}""").Nanoseconds);

    [Fact]
    public void A_whole_number_with_a_point_is_an_integer() =>
        Assert.Equal(5050u, MesosJson.Parse<Value.Types.Range>("""{"begin":5050.0,"end":5e3}""").Begin);

    [Fact]
    public void A_single_value_stands_for_an_array_of_it() =>
        Assert.Equal(["web"], MesosJson.Parse<FrameworkInfo>("""{"user":"u","name":"n","roles":"web"}""").Roles);

    [Fact]
    public void An_unknown_name_of_an_optional_enum_leaves_it_unset()
    {
        Assert.False(MesosJson.Parse<Scheduler.Call>("""{"type":"DANCE"}""").HasType);
        Assert.Equal(Scheduler.Call.Types.Type.Revive, MesosJson.Parse<Scheduler.Call>("""{"type":"REVIVE"}""").Type);
    }

    [Fact]
    public void Enums_do_not_come_by_number()
    {
        var failure = Assert.Throws<MesosJsonException>(() => MesosJson.Parse<Scheduler.Call>("""{"type":5}"""));
        Assert.Equal("Not expecting a JSON number for field 'type'", failure.Message);
    }

    [Theory]
    [InlineData("""{"type":"ACCEPT","accept":{"offer_ids":[{"value":"o"},{}]}}""", "accept.offer_ids[1].value")]
    [InlineData("""{"type":"KILL","kill":{"agent_id":{"value":"a"}}}""", "kill.task_id")]
    [InlineData("""{"type":"KILL","kill":{"task_id":"t"}}""", "kill.task_id")]
    [InlineData("""{"type":"ACKNOWLEDGE","acknowledge":{"agent_id":{"value":"a"},"task_id":{"value":"t"},"uuid":"%%"}}""", "acknowledge.uuid")]
    [InlineData("""{"type":"DECLINE","decline":{"offer_ids":[],"filters":{"refuse_seconds":"soon"}}}""", "decline.filters.refuse_seconds")]
    public void An_error_names_the_field(string json, string path)
    {
        var failure = Assert.Throws<MesosJsonException>(() => MesosJson.Parse<Scheduler.Call>(json));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsSyntax);
    }

    [Theory]
    [InlineData("""{"hostname":"h","port":2147483648}""")]
    [InlineData("""{"hostname":"h","port":1.5}""")]
    [InlineData("""{"hostname":"h","port":1e400}""")]
    public void A_number_out_of_range_is_refused(string json) =>
        Assert.Contains("port", Assert.Throws<MesosJsonException>(() => MesosJson.Parse<AgentInfo>(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"type\":\"REVIVE\"} x")]
    [InlineData("{'type':'REVIVE'}")]
    [InlineData("{\"type\":\"\\ud800\"}")]
    public void A_text_that_is_no_json_is_told_as_such(string json) =>
        Assert.True(Assert.Throws<MesosJsonException>(() => MesosJson.Parse<Scheduler.Call>(json)).IsSyntax);

    [Fact]
    public void Broken_utf8_is_told_as_such()
    {
        byte[] json = [.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.True(Assert.Throws<MesosJsonException>(() => MesosJson.Parse<Scheduler.Call>(json)).IsSyntax);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var json = string.Concat(Enumerable.Repeat("{\"parent\":", 100_000));
        Assert.Throws<MesosJsonException>(() => MesosJson.Parse<ContainerID>(json));
    }

    [Fact]
    public void Something_else_than_an_object_is_refused() =>
        Assert.Throws<MesosJsonException>(() => MesosJson.Parse<Scheduler.Call>("[]"));

    private static string Json(IMessage message) => Encoding.UTF8.GetString(MesosJson.Write(message));
}
