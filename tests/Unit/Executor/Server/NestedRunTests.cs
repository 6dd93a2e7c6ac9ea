using Kernel.Messages.Host;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

public sealed class NestedRunTests
{
    [Fact]
    public async Task A_container_within_a_task_sees_what_the_task_sees_and_reads_what_it_is_sent()
    {
        await using var host = await HostRig.StartAsync();
        var sandbox = host.Launch("t", "touch here; sleep 1000", changePlan: static plan =>
            plan.Environment.Add(new Variable { Name = "COLOR", Value = "blue" }));
        await host.StatusAsync("t", V1.TaskState.TaskRunning);
        await HostRig.UntilAsync(() => File.Exists(Path.Combine(sandbox, "here")), "the task has begun");

        var output = Path.Combine(host.Directory, "nested");
        Directory.CreateDirectory(output);
        host.Agent.Send(new()
        {
            LaunchNested = new()
            {
                Request = "launch",
                Parent = "t",
                IsInside = true,
                Plan = new()
                {
                    ContainerId = "n",
                    Directory = output,
                    HasInput = true,
                    Command = new() { Value = "echo $COLOR; ls here; cat; exit 3" },
                },
            },
        });
        await AnswerAsync(host, "launch");
        await using (var input = new FileStream(Path.Combine(output, ".stdin"), FileMode.Open, FileAccess.Write))
        {
            await input.WriteAsync("typed\n"u8.ToArray());
        }

        host.Agent.Send(new() { CloseInput = new() { ContainerId = "n" } });
        host.Agent.Send(new() { WaitNested = new() { Request = "wait", ContainerId = "n" } });
        Assert.Equal(3 << 8, (await AnswerAsync(host, "wait")).WaitStatus);
        Assert.Equal("blue\nhere\ntyped\n", await File.ReadAllTextAsync(Path.Combine(output, "stdout")));
    }

    private static Task<Answer> AnswerAsync(HostRig host, string request) =>
        host.WaitAsync(e => e.Answer is { } answer && answer.Request == request ? answer : null);
}
