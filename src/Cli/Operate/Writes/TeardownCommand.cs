using System.CommandLine;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel teardown FRAMEWORK</c>: a framework ends, and its tasks with it.</summary>
internal static class TeardownCommand
{
    public static Command Build()
    {
        var framework = new Argument<string>("framework") { Description = "The framework: its id, or its name if no other has it." };
        return WriteCommand.Build(
            "teardown",
            "End a framework and all its tasks; its id cannot be used again.",
            [framework],
            async (parsed, master, stop) =>
            {
                var id = await FrameworkName.FindAsync(master, parsed.GetValue(framework)!, stop);
                return new(
                    new() { Type = CallType.Teardown, Teardown = new() { FrameworkId = new() { Value = id } } },
                    $"Framework {id} is torn down, and its tasks are killed.");
            });
    }
}
