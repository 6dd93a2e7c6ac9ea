using System.CommandLine;
using Mesos.V1.Quota;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel quota</c>: what roles are guaranteed, and what they may have at most.</summary>
internal static class QuotaCommand
{
    public static Command Build()
    {
        var connection = Connection.Create();
        var command = connection.Listing("quota", "List the quotas of roles, or change them.", ReadAsync);
        command.Add(BuildSet(connection));
        command.Add(BuildRemove(connection));
        return command;
    }

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Role", "Guarantees", "Limits");
        var answer = await master.AskAsync(CallType.GetQuota, stop);
        foreach (var config in (answer.GetQuota?.Status?.Configs ?? []).OrderBy(static config => config.Role, StringComparer.Ordinal))
        {
            report.Add(config.Role, Amounts.Of(config.Guarantees), Amounts.Of(config.Limits));
        }

        return report;
    }

    private static Command BuildSet(Connection connection)
    {
        var role = Role();
        var guarantee = new Option<string?>("--guarantee") { Description = "What it is guaranteed, for instance 'cpus:4;mem:1024'." };
        var limit = new Option<string?>("--limit") { Description = "What it may have at most; what is not named has no limit." };
        var force = new Option<bool>("--force")
        {
            Description = "Even if the cluster has not got so much, or the role uses more than its limits already.",
        };
        return WriteCommand.Build(
            connection, "set", "Give a role a quota, in place of the one it has.", [role, guarantee, limit, force], (parsed, _, _) =>
                Task.FromResult(Set(
                    parsed.GetValue(role)!, parsed.GetValue(guarantee), parsed.GetValue(limit), parsed.GetValue(force))));
    }

    private static Command BuildRemove(Connection connection)
    {
        var role = Role();
        return WriteCommand.Build(connection, "remove", "Take the quota from a role.", [role], (parsed, _, _) =>
            Task.FromResult(Remove(parsed.GetValue(role)!)));
    }

    private static Argument<string> Role() => new("role") { Description = "The role, of the top level." };

    private static Change Set(string role, string? guarantee, string? limit, bool force)
    {
        if (guarantee is null && limit is null)
        {
            throw new Refusal("give --guarantee, --limit or both; 'kernel quota remove' takes a quota away");
        }

        var config = new QuotaConfig { Role = role };
        var (guarantees, limits) = (Amounts.Parse(guarantee), Amounts.Parse(limit));
        guarantees.AddTo(config.Guarantees);
        limits.AddTo(config.Limits);
        return new(
            new() { Type = CallType.UpdateQuota, UpdateQuota = new() { Force = force, QuotaConfigs = { config } } },
            $"Role {role} is guaranteed {guarantees} and limited to {limits}.");
    }

    private static Change Remove(string role) => new(
        new() { Type = CallType.RemoveQuota, RemoveQuota = new() { Role = role } }, $"Role {role} has no quota any more.");
}
