using System.CommandLine;

namespace Kernel.Cli.Operate;

/// <summary>
/// <c>kernel explain TASK|APP|FRAMEWORK</c>: why something does not run, or is offered nothing, in sentences with numbers.
/// </summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var (reaching, marathon, json) = (Reaching.Create(), OperatorCommand.Marathon(), OperatorCommand.AsJson());
        var subject = new Argument<string>("task, app or framework")
        {
            Description = "A task's id; an app's id, which begins with a slash; or a framework's id or name.",
        };
        var command = new Command("explain", "Say why an app or a task does not run, or what a framework is offered.")
        {
            subject, marathon, json,
        };
        reaching.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var masterApi = await reaching.ReachAsync(parsed, stop);
            using var marathonApi = masterApi.Of(parsed.GetValue(marathon)!);
            var name = parsed.GetValue(subject)!;
            var explanation = name.StartsWith('/')
                ? await AppExplanation.OfAsync(name, marathonApi, masterApi, stop)
                : await OfNameAsync(name, masterApi, stop);
            Print(name, explanation, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>A task, or else a framework.</summary>
    private static async Task<IReadOnlyList<string>> OfNameAsync(string name, Api master, CancellationToken stop) =>
        await TaskExplanation.OfAsync(name, master, stop)
        ?? await FrameworkExplanation.OfAsync(await FrameworkName.FindAsync(master, name, stop), master, stop)
        ?? throw new Refusal($"the master knows no task and no framework {name}: it never was, or has been forgotten since");

    private static void Print(string subject, IReadOnlyList<string> sentences, bool json)
    {
        if (json)
        {
            var report = new Report("Subject", "Explanation");
            report.Add(subject, string.Join(" ", sentences));
            report.Print(json: true);
            return;
        }

        foreach (var sentence in sentences)
        {
            Console.Out.WriteLine(sentence);
        }
    }
}
