using System.CommandLine;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel explain TASK|APP</c>: why something does not run, in a sentence with numbers.</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var (master, marathon) = (OperatorCommand.Master(), OperatorCommand.Marathon());
        var (credential, json) = (OperatorCommand.Credential(), OperatorCommand.AsJson());
        var subject = new Argument<string>("task or app") { Description = "A task's id, or an app's id, which begins with a slash." };
        var command = new Command("explain", "Say why an app or a task does not run.") { subject, master, marathon, credential, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var masterApi = OperatorCommand.Reach(parsed, master, credential);
            using var marathonApi = masterApi.Of(parsed.GetValue(marathon)!);
            var name = parsed.GetValue(subject)!;
            var explanation = name.StartsWith('/')
                ? await AppExplanation.OfAsync(name, marathonApi, masterApi, stop)
                : await TaskExplanation.OfAsync(name, masterApi, stop);
            Print(name, explanation, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

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
