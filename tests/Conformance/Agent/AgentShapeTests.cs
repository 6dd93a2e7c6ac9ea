using System.Text.Json;
using Kernel.Agent.Core;
using Kernel.Agent.Server;
using Kernel.Agent.Server.Http;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Views;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Tests.Support;
using Xunit;
using V1 = Mesos.V1;
using Response = Mesos.V1.Agent.Response;

namespace Kernel.Tests.Conformance.Agent;

/// <summary>What an agent shows has the fields, of the types, that a real one's has.</summary>
public sealed class AgentShapeTests
{
    private const string Loaded = "samples/mesos/loaded/agent";

    /// <summary>Fields that tell of the build and of parts that we do not have.</summary>
    private static readonly string[] NotOurs = ["git_sha", "log_dir", "flags", "role"];

    [CorpusFact]
    public void The_state_has_the_fields_of_a_real_agents_state()
    {
        var real = Body($"{Loaded}-legacy/GET_state.response.http").RootElement;
        var view = View(Body($"{Loaded}-v1/GET_STATE.json.response.http").RootElement.GetRawText());
        var ours = Written(json => LegacyState.Write(json, view, new(new AgentOptions(), "slave(1)@127.0.0.1:25051", 1.5))).RootElement;

        SameFields("", real, ours);
        var (realExecutor, ourExecutor) = (First(real, "executors"), First(ours, "executors"));
        SameFields("frameworks", real.GetProperty("frameworks")[0], ours.GetProperty("frameworks")[0]);
        SameFields("executors", realExecutor, ourExecutor);
        SameFields("tasks", realExecutor.GetProperty("tasks")[0], ourExecutor.GetProperty("tasks")[0]);
        SameFields(
            "statuses", realExecutor.GetProperty("tasks")[0].GetProperty("statuses")[0], ourExecutor.GetProperty("tasks")[0].GetProperty("statuses")[0]);
    }

    [CorpusFact]
    public void Tasks_of_a_real_agents_state_are_shown_again_as_they_were()
    {
        var text = Body($"{Loaded}-v1/GET_TASKS.json.response.http").RootElement.GetRawText();
        var real = MesosJson.Parse<Response>(text).GetTasks;
        var ours = OperatorViews.Tasks(View(Body($"{Loaded}-v1/GET_STATE.json.response.http").RootElement.GetRawText()));
        foreach (var (expected, shown) in Ordered(real).Zip(Ordered(ours)))
        {
            shown.StatusUpdateUuid = expected.StatusUpdateUuid;
            shown.StatusUpdateState = expected.StatusUpdateState;
            foreach (var status in expected.Statuses)
            {
                status.ClearData(); // We do not keep what executors attach to past statuses.
            }

            Assert.Equal(expected.ToString(), shown.ToString());
        }

        Assert.Equal(real.LaunchedTasks.Count, ours.LaunchedTasks.Count);

        static IEnumerable<V1.Task> Ordered(Response.Types.GetTasks tasks) =>
            tasks.LaunchedTasks.OrderBy(static task => task.TaskId.Value, StringComparer.Ordinal);
    }

    [CorpusTheory]
    [InlineData("idle")]
    [InlineData("loaded")]
    public void Every_metric_of_a_real_agent_that_operators_rely_on_is_there(string when)
    {
        var real = Body($"samples/mesos/{when}/agent-legacy/GET_metrics_snapshot.response.http").RootElement;
        var names = real.EnumerateObject().Select(static metric => metric.Name);
        using var http = new HttpClient();
        var fetcher = new Kernel.Agent.Server.Fetcher.SandboxFetcher(new(http, TimeSpan.FromSeconds(1), TimeProvider.System), null, "");
        var view = View(Body($"{Loaded}-v1/GET_STATE.json.response.http").RootElement.GetRawText());
        var ours = Kernel.Agent.Server.Metrics.AgentMetrics.Of(view, fetcher, default, new(1, 1));
        Assert.Empty(names.Except(ours.Select(static metric => metric.Key), StringComparer.Ordinal));
    }

    private static JsonElement First(JsonElement state, string list) => state.GetProperty("frameworks")[0].GetProperty(list)
        .EnumerateArray().First(static item => item.GetProperty("id").GetString() == "task-sleep");

    private static void SameFields(string where, JsonElement real, JsonElement ours)
    {
        foreach (var field in real.EnumerateObject().Where(static field => !NotOurs.Contains(field.Name, StringComparer.Ordinal)))
        {
            Assert.True(ours.TryGetProperty(field.Name, out var own), $"{where}.{field.Name} is missing");
            Assert.Equal(field.Value.ValueKind, own.ValueKind);
        }
    }

    /// <summary>An agent's view with the executors and tasks of a recorded <c>GET_STATE</c>.</summary>
    private static AgentView View(string recorded)
    {
        var response = MesosJson.Parse<Response>(recorded).GetState;
        var info = new V1.AgentInfo { Hostname = "h", Id = response.GetTasks.LaunchedTasks[0].AgentId };
        info.Attributes.Add(AttributesFlag.Parse("rack:r1"));
        info.Resources.Add(ResourcesFlag.Parse("cpus:10;mem:1000;disk:1000;ports:[31000-32000]").ToMessages());
        var state = new AgentState(new()
        {
            Pid = "slave(1)@127.0.0.1:25051",
            Ip = "127.0.0.1",
            Port = 25051,
            WorkDirectory = "/srv",
            Info = info,
            Resources = AgentDescription.Codec,
            Masters = [],
        });
        state.Know(state.Registration with { Master = "master@127.0.0.1:25050" });
        var framework = response.GetFrameworks.Frameworks[0].FrameworkInfo;
        state.Set(new AgentFramework(new(framework.Id.Value), framework, ""));
        foreach (var executor in response.GetExecutors.Executors)
        {
            Add(state, executor.ExecutorInfo, response.GetTasks.LaunchedTasks);
        }

        return AgentView.Of(state);
    }

    private static void Add(AgentState state, V1.ExecutorInfo executor, IEnumerable<V1.Task> tasks)
    {
        var key = new ExecutorKey(new(executor.FrameworkId.Value), new(executor.ExecutorId.Value));
        state.Set(new ExecutorRun
        {
            Key = key,
            ContainerId = "c-" + key.Executor,
            Info = executor,
            Kind = ExecutorKind.Command,
            Directory = "/srv/" + key.Executor,
            User = "root",
            StartedAt = Moment.Epoch,
            IsLaunched = true,
            State = ExecutorState.Running,
        });
        foreach (var task in tasks.Where(task => (task.ExecutorId ?? new() { Value = task.TaskId.Value }).Value == key.Executor.Value))
        {
            var launched = new AgentTask
            {
                Key = new(key.Framework, new(task.TaskId.Value)),
                Executor = key,
                Info = InfoOf(task, executor),
                Group = "",
                Order = state.NextLaunch(),
                Phase = TaskPhase.Launched,
            };
            state.Set(task.Statuses.Aggregate(launched, static (known, status) => known.WithStatus(status)));
        }
    }

    private static V1.TaskInfo InfoOf(V1.Task task, V1.ExecutorInfo executor) => new()
    {
        Name = task.Name,
        TaskId = task.TaskId,
        AgentId = task.AgentId,
        Resources = { task.Resources },
        Labels = task.Labels,
        Discovery = task.Discovery,
        Container = task.Container,
        HealthCheck = task.HealthCheck,
        KillPolicy = task.KillPolicy,
        Executor = task.ExecutorId is null ? null : executor,
    };

    private static JsonDocument Written(Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        return JsonDocument.Parse(body.ToArray());
    }

    private static JsonDocument Body(string file)
    {
        var text = File.ReadAllText(Corpus.PathOf(file));
        return JsonDocument.Parse(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }
}
