using System.CommandLine;
using System.Globalization;
using Mesos.V1.Master;
using CallType = Mesos.V1.Master.Call.Types.Type;
using WeightInfo = Mesos.V1.WeightInfo;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel weights</c>: how much of the cluster roles get beside their siblings.</summary>
internal static class WeightsCommand
{
    public static Command Build()
    {
        var connection = Connection.Create();
        var command = connection.Listing("weights", "List the weights of roles that are not 1, or change them.", ReadAsync);
        command.Add(BuildSet(connection));
        return command;
    }

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Role", "Weight");
        var answer = await master.AskAsync(CallType.GetWeights, stop);
        foreach (var info in (answer.GetWeights?.WeightInfos ?? []).OrderBy(static info => info.Role, StringComparer.Ordinal))
        {
            report.Add(info.Role, info.Weight);
        }

        return report;
    }

    private static Command BuildSet(Connection connection)
    {
        var weights = new Argument<string[]>("weights")
        {
            Description = "Roles and their weights, for instance web=2 batch=0.5.", Arity = ArgumentArity.OneOrMore,
        };
        return WriteCommand.Build(
            connection, "set", "Give roles weights; everything offered is taken back for it.", [weights], (parsed, _, _) =>
                Task.FromResult(Set([.. parsed.GetValue(weights)!.Select(Read)])));
    }

    private static Change Set(IReadOnlyList<WeightInfo> weights)
    {
        var call = new Call { Type = CallType.UpdateWeights, UpdateWeights = new() { WeightInfos = { weights } } };
        var told = weights.Select(static info => string.Create(CultureInfo.InvariantCulture, $"{info.Role} weighs {info.Weight}"));
        return new(call, $"{string.Join(", ", told)}.");
    }

    private static WeightInfo Read(string text)
    {
        var sign = text.LastIndexOf('=');
        return sign > 0 && double.TryParse(text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? new() { Role = text[..sign], Weight = weight }
            : throw new Refusal($"'{text}' is not ROLE=WEIGHT, for instance web=2");
    }
}
