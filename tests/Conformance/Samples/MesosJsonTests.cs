using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Kernel.Protocol;
using Kernel.Tests.Support;
using Xunit;
using AgentApi = Mesos.V1.Agent;
using ExecutorApi = Mesos.V1.Executor;
using MasterApi = Mesos.V1.Master;
using SchedulerApi = Mesos.V1.Scheduler;

namespace Kernel.Tests.Conformance.Samples;

/// <summary>What a real Mesos wrote in JSON is read and written again without a loss.</summary>
public sealed class MesosJsonTests
{
    private static readonly string[] Moments = ["empty", "idle", "loaded", "completed"];

    // These differ from call to call: clocks, counters and memory move on between the recording of one and the other.
    private static readonly string[] Volatile = ["GET_METRICS", "GET_CONTAINERS"];

    // Mesos's protobuf answers leave out the tasks of completed frameworks, by mistake.
    private static readonly string[] Defective = ["completed/master-v1/GET_STATE", "completed/master-v1/GET_TASKS"];

    public static TheoryData<string> MasterResponses => Files("master-v1", "*.response.http");

    public static TheoryData<string> MasterRequests => Files("master-v1", "*.request.http");

    public static TheoryData<string> AgentResponses => Files("agent-v1", "*.response.http");

    public static TheoryData<string> AgentRequests => Files("agent-v1", "*.request.http");

    public static TheoryData<string> SchedulerCalls => new(
        Corpus.Files("samples/mesos/flow", "call-*.request.http").Concat(Corpus.Files("samples/mesos/flow1", "call-*.request.http")));

    public static TheoryData<string> ExecutorCalls => new(Corpus.Files("samples/mesos/executor", "call-*.request.http"));

    [CorpusTheory]
    [MemberData(nameof(MasterResponses))]
    public void A_response_of_the_master_survives(string path) => Survives<MasterApi.Response>(path);

    [CorpusTheory]
    [MemberData(nameof(AgentResponses))]
    public void A_response_of_the_agent_survives(string path) => Survives<AgentApi.Response>(path);

    [CorpusTheory]
    [MemberData(nameof(MasterRequests))]
    public void A_call_to_the_master_survives(string path) => MeansTheSame<MasterApi.Call>(path);

    [CorpusTheory]
    [MemberData(nameof(AgentRequests))]
    public void A_call_to_the_agent_survives(string path) => MeansTheSame<AgentApi.Call>(path);

    [CorpusTheory]
    [MemberData(nameof(SchedulerCalls))]
    public void A_call_of_a_scheduler_survives(string path) => MeansTheSame<SchedulerApi.Call>(path);

    [CorpusTheory]
    [MemberData(nameof(ExecutorCalls))]
    public void A_call_of_an_executor_survives(string path) => MeansTheSame<ExecutorApi.Call>(path);

    [CorpusFact]
    public void Every_event_to_a_scheduler_survives() => EventsSurvive<SchedulerApi.Event>("flow/scheduler-subscribe-json");

    [CorpusFact]
    public void Every_event_to_an_operator_survives() => EventsSurvive<MasterApi.Event>("flow/operator-subscribe.json");

    [CorpusFact]
    public void Every_event_to_an_executor_survives() => EventsSurvive<ExecutorApi.Event>("executor/subscribe-json");

    [CorpusFact]
    public void Json_and_protobuf_of_the_master_say_the_same() => TwinsAgree<MasterApi.Response>("master-v1");

    [CorpusFact]
    public void Json_and_protobuf_of_the_agent_say_the_same() => TwinsAgree<AgentApi.Response>("agent-v1");

    [CorpusFact]
    public void Protobuf_events_are_framed_like_json_ones()
    {
        var body = RecordedMessage.Read("samples/mesos/flow/operator-subscribe-pb.response.http").Body;
        var events = new RecordIODecoder().Push(body).Select(MasterApi.Event.Parser.ParseFrom).ToList();
        Assert.Equal(MasterApi.Event.Types.Type.Subscribed, events[0].Type);
        Assert.Contains(events, static e => e.Type == MasterApi.Event.Types.Type.TaskAdded);
    }

    private static TheoryData<string> Files(string folder, string pattern) => new(Paths(folder, pattern));

    private static IEnumerable<string> Paths(string folder, string pattern) =>
        Moments.SelectMany(moment => Corpus.Files($"samples/mesos/{moment}/{folder}", pattern));

    private static void Survives<T>(string path)
        where T : IMessage<T>, new()
    {
        var body = RecordedMessage.Read(path).Body;
        if (body.Length > 0)
        {
            AssertSurvives<T>(body);
        }
    }

    private static void AssertSurvives<T>(byte[] json)
        where T : IMessage<T>, new()
    {
        var rewritten = MesosJson.Write(MesosJson.Parse<T>(json));
        using var expected = JsonDocument.Parse(json);
        using var actual = JsonDocument.Parse(rewritten);
        var difference = JsonShape.Difference(expected.RootElement, actual.RootElement);
        Assert.True(difference is null, $"{difference}\n{Encoding.UTF8.GetString(json)}\n{Encoding.UTF8.GetString(rewritten)}");
    }

    /// <summary>A client writes fewer defaults than we do, so messages are compared and not texts.</summary>
    private static void MeansTheSame<T>(string path)
        where T : IMessage<T>, new()
    {
        var call = MesosJson.Parse<T>(RecordedMessage.Read(path).Body);
        var copy = new T();
        copy.MergeFrom(call.ToByteArray());
        Assert.Equal(call, copy);
        var json = MesosJson.Write(call);
        Assert.Equal(json, MesosJson.Write(MesosJson.Parse<T>(json)));
    }

    private static void EventsSurvive<T>(string name)
        where T : IMessage<T>, new()
    {
        var records = new RecordIODecoder().Push(RecordedMessage.Read($"samples/mesos/{name}.response.http").Body);
        Assert.NotEmpty(records);
        Assert.All(records, AssertSurvives<T>);
    }

    private static void TwinsAgree<T>(string folder)
        where T : IMessage<T>, new()
    {
        foreach (var path in Paths(folder, "*.response.http"))
        {
            if (Volatile.Concat(Defective).Any(path.Contains))
            {
                continue;
            }

            var twin = path.Replace($"/{folder}/", $"/{folder}-pb/", StringComparison.Ordinal)
                .Replace(".json.", ".", StringComparison.Ordinal);
            var fromBytes = new T();
            fromBytes.MergeFrom(RecordedMessage.Read(twin).Body);
            if (fromBytes is AgentApi.Response { GetAgent.AgentInfo: { } info })
            {
                // An agent knows of it only on the wire: Mesos passes it on there as a field unknown to its API, and leaves it out of the JSON.
                info.ClearCheckpoint();
            }

            var fromJson = MesosJson.Parse<T>(RecordedMessage.Read(path).Body);
            Assert.True(Sorted(fromJson) == Sorted(fromBytes), $"{path}\n{Sorted(fromJson)}\n{Sorted(fromBytes)}");
        }
    }

    /// <summary>Mesos's hash maps give the entries of both forms in different orders.</summary>
    private static string Sorted(IMessage message)
    {
        using var json = JsonDocument.Parse(MesosJson.Write(message));
        return Sorted(json.RootElement);
    }

    private static string Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",", value.EnumerateObject().Select(p => $"{p.Name}:{Sorted(p.Value)}").Order(StringComparer.Ordinal))}}}",
        JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Sorted).Order(StringComparer.Ordinal))}]",
        _ => value.GetRawText(),
    };
}
