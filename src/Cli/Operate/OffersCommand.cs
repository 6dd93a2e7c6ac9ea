using System.CommandLine;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel offers</c>: what is offered at this moment, and to whom.</summary>
internal static class OffersCommand
{
    public static Command Build() => OperatorCommand.Reporting("offers", "List the outstanding offers.", ReadAsync);

    private static async Task<Report> ReadAsync(Api master, CancellationToken stop)
    {
        var report = new Report("Id", "Framework", "Agent", "Cpus", "Mem", "Disk", "Ports");
        foreach (var framework in (await master.GetAsync("frameworks", stop)).Items("frameworks"))
        {
            foreach (var offer in framework.Items("offers"))
            {
                report.Add(
                    offer.Text("id"), framework.Text("name"), offer.Text("slave_id"), offer.Resource("resources", "cpus"),
                    offer.Resource("resources", "mem"), offer.Resource("resources", "disk"),
                    offer.Field("resources") is { } resources ? resources.Text("ports") : null);
            }
        }

        return report;
    }
}
