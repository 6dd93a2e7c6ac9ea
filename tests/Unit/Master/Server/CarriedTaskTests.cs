using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Link;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Tests.Unit.Protocol.Wire;
using Mesos.Internal;
using MasterApi = Mesos.V1.Master;
using ResponseType = Mesos.V1.Master.Response.Types.Type;
using Task = Mesos.V1.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>Tasks whose messages are never made: from the bytes of an agent to the bytes and the JSON of readers.</summary>
public sealed class CarriedTaskTests
{
    private static readonly IReadOnlyList<Task> Running = Tasks(0);
    private static readonly IReadOnlyList<Task> Ended = Tasks(100);

    [Fact]
    public void A_task_that_an_agent_reports_is_known_with_all_that_it_says()
    {
        Assert.Equal(Running, Reported().Tasks.Select(OperatorMessages.ToMessage));
        Assert.Equal(Ended, Reported().CompletedTasks.Select(OperatorMessages.ToMessage));
    }

    [Fact]
    public void Tasks_of_one_agent_share_what_they_have_in_common()
    {
        var tasks = Reported().Tasks;
        Assert.All(tasks.Skip(1), task => Assert.Same(tasks[0].Resources, task.Resources));
        Assert.All(tasks.Skip(1), task => Assert.Same(tasks[0].Framework.Value, task.Framework.Value));
    }

    [Fact]
    public void Readers_are_told_all_of_it_in_protobuf()
    {
        using var body = new BodyBuffer();
        StateBytes.Write(body, ResponseType.GetTasks, View());

        AssertTold(MasterApi.Response.Parser.ParseFrom(body.ToArray()).GetTasks);
    }

    [Fact]
    public void Readers_are_told_all_of_it_in_JSON()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, MesosJson.WriterOptions))
        {
            StateJson.Write(json, ResponseType.GetTasks, View());
        }

        AssertTold(MesosJson.Parse<MasterApi.Response>(output.WrittenSpan).GetTasks);
    }

    [Fact]
    public void An_agent_with_a_broken_task_is_refused()
    {
        var bare = new ReregisterSlaveMessage { Slave = new() { Hostname = "h", Id = new() { Value = "a" } } };
        bare.Tasks.Add(new Task { Name = "t" });
        Assert.Throws<FormatException>(() => Read(bare.ToByteArray()));
        Assert.Throws<InvalidProtocolBufferException>(() => Read([.. Message().ToByteArray(), 0x1A, 0x02, 0x0A, 0x05]));
    }

    private static void AssertTold(MasterApi.Response.Types.GetTasks told)
    {
        Assert.Equal(Running, told.Tasks);
        Assert.Equal(Ended, told.CompletedTasks);
    }

    private static MasterView View()
    {
        var state = new MasterState(new("m", "h", "127.0.0.1", 5050, "1.11.0", Moment.Epoch), new());
        var work = Reported();
        var framework = new Framework { Id = work.Tasks[0].Framework, Info = new() { User = "u", Name = "f" }, Roles = ["*"] };
        state.Put(framework);
        state.Allocator.AddFramework(framework.Id, framework.Traits([]), active: false);
        foreach (var task in work.Tasks)
        {
            state.Put(task);
        }

        foreach (var task in work.CompletedTasks)
        {
            state.Complete(task);
        }

        return MasterView.Of(state, TimeProvider.System);
    }

    private static ReportedWork Reported() => Read(Message().ToByteArray()).Work;

    private static MasterInput.AgentReregistering Read(byte[] body) => Assert.IsType<MasterInput.AgentReregistering>(
        LinkInputs.Read(new(new("slave(1)", "10.0.0.1", 5051), "master", $"mesos.internal.{nameof(ReregisterSlaveMessage)}", body)));

    private static ReregisterSlaveMessage Message()
    {
        var message = new ReregisterSlaveMessage { Slave = new() { Hostname = "h", Id = new() { Value = "a" } } };
        message.Tasks.AddRange(Running);
        var ended = new Archive.Types.Framework { FrameworkInfo = new() { User = "u", Name = "f" } };
        ended.Tasks.AddRange(Ended);
        message.CompletedFrameworks.Add(ended);
        return message;
    }

    private static List<Task> Tasks(int seed) => [.. Enumerable.Range(seed, 50).Select(AnyTask)];

    private static Task AnyTask(int seed)
    {
        var task = (Task)new AnyMessage(seed, isKnown: true).Of(Task.Descriptor);
        task.TaskId.Value = $"task-{seed}";
        task.FrameworkId.Value = "framework";
        task.Resources.Clear();
        task.Resources.AddRange(ResourcesFlag.Parse("cpus:0.1;mem:32;ports:[1-2]").AllocatedTo("role").ToMessages());
        return task;
    }
}
