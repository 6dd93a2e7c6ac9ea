using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernel.Master.Core;
using Kernel.Master.Server;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Kernel.Tests.Conformance.Samples;
using Kernel.Tests.Support;
using Xunit;
using MasterApi = Mesos.V1.Master;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Tests.Conformance.Master;

/// <summary>A master of ours that knows what a real one knew tells it in the same words.</summary>
public sealed class MasterReadTests
{
    /// <summary>What tells of the program and its flags.</summary>
    private static readonly string[] OfTheProgram =
        ["version", "git_sha", "build_date", "build_time", "build_user", "flags", "log_dir", "master_info", "leader_info"];

    public static TheoryData<string> Moments => new("empty", "idle", "loaded", "completed");

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void The_state_is_told_as_by_a_real_master(string moment) =>
        AssertSame(moment, "legacy", "GET_state", (json, view) => LegacyState.Write(json, view, []));

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void The_summary_is_told_as_by_a_real_master(string moment) =>
        AssertSame(moment, "legacy", "GET_state-summary", static (json, view) => LegacySummary.Write(json, view, null));

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void Agents_are_told_as_by_a_real_master(string moment) =>
        AssertSame(moment, "legacy", "GET_slaves", static (json, view) => LegacyAgents.Write(json, view, null));

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void Roles_are_told_as_by_a_real_master(string moment) =>
        AssertSame(moment, "legacy", "GET_roles", static (json, view) => LegacyRoles.Write(json, view));

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void Tasks_are_told_as_by_a_real_master(string moment) => AssertSame(moment, "legacy", "GET_tasks", static (json, view) =>
    {
        json.WriteStartObject();
        LegacyTasks.Write(json, "tasks", new TaskListing(100, 0, false, null, null).Of(view));
        json.WriteEndObject();
    });

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void The_large_calls_are_answered_as_by_a_real_master(string moment)
    {
        foreach (var type in (ResponseType[])
            [ResponseType.GetState, ResponseType.GetTasks, ResponseType.GetExecutors, ResponseType.GetFrameworks, ResponseType.GetAgents])
        {
            AssertSame(moment, "v1", ProtoNames<ResponseType>.Of(type) + ".json", (json, view) => StateJson.Write(json, type, view));
        }
    }

    [CorpusTheory]
    [MemberData(nameof(Moments))]
    public void Json_and_protobuf_of_the_large_calls_say_the_same(string moment)
    {
        var view = View(moment);
        var json = MesosJson.Parse<MasterApi.Response.Types.GetState>(Written(writer => StateJson.WriteState(writer, view)));
        using var bytes = new BodyBuffer();
        StateBytes.Write(bytes, ResponseType.GetState, view);
        Assert.Equal(new() { Type = ResponseType.GetState, GetState = json }, MasterApi.Response.Parser.ParseFrom(bytes.ToArray()));
    }

    private static MasterView View(string moment) => MasterView.Of(RecordedCluster.At(moment), TimeProvider.System);

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, MesosJson.WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void AssertSame(string moment, string api, string name, Action<Utf8JsonWriter, MasterView> write)
    {
        var expected = RecordedMessage.Read($"samples/mesos/{moment}/master-{api}/{name}.response.http").Body;
        var actual = Written(json => write(json, View(moment)));
        using var left = JsonDocument.Parse(Normal(expected));
        using var right = JsonDocument.Parse(Normal(actual));
        var difference = JsonShape.Difference(left.RootElement, right.RootElement);
        Assert.True(difference is null, $"{moment}/{name}: {difference}");
    }

    private static string Normal(byte[] json) => Normal(JsonNode.Parse(json)!).ToJsonString();

    /// <summary>Without what tells of the program, and with arrays in one order: Mesos's come out of hash maps.</summary>
    private static JsonNode Normal(JsonNode node) => node switch
    {
        JsonObject json => new JsonObject(json
            .Where(static pair => !OfTheProgram.Contains(pair.Key, StringComparer.Ordinal))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Normal(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(static item => Normal(item!)).OrderBy(Order, StringComparer.Ordinal)]),
        _ => node.DeepClone(),
    };

    private static string Order(JsonNode node) =>
        node is JsonObject json && (json["id"] ?? json["task_id"]) is { } id ? id.ToJsonString() : node.ToJsonString();
}
