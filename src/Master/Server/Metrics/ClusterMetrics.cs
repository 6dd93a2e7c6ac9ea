using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Runtime.Metrics;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of agents, frameworks, offers and resources.</summary>
internal static class ClusterMetrics
{
    private static readonly string[] Scalars = ["cpus", "gpus", "mem", "disk"];

    /// <summary>Adds them.</summary>
    public static void Add(MetricTable metrics, MasterView view)
    {
        AddAgents(metrics, view);
        AddFrameworks(metrics, view);
        var total = Resources.Of(view.Agents.SelectMany(static agent => agent.Total.Entries));
        var used = Resources.Of(view.Index.AllUsed.SelectMany(static resources => resources.Entries));
        foreach (var name in Scalars)
        {
            Add(metrics, name, total.NonRevocable.Scalar(name), used.NonRevocable.Scalar(name));
            Add(metrics, name + "_revocable", Revocable(total).Scalar(name), Revocable(used).Scalar(name));
        }
    }

    private static void AddAgents(MetricTable metrics, MasterView view)
    {
        metrics["master/slaves_active"] = view.Agents.Count(static agent => agent.IsActive);
        metrics["master/slaves_inactive"] = view.Agents.Count(static agent => !agent.IsActive);
        metrics["master/slaves_connected"] = view.Agents.Count(static agent => agent.IsConnected);
        metrics["master/slaves_disconnected"] = view.Agents.Count(static agent => !agent.IsConnected);
        metrics["master/slaves_unreachable"] = view.Unreachable;
    }

    private static void AddFrameworks(MetricTable metrics, MasterView view)
    {
        var connected = view.Frameworks.Count(static framework => framework.IsConnected);
        var others = view.Frameworks.Count(static framework => framework.Standing == FrameworkStanding.Disconnected);
        metrics["master/frameworks_active"] = connected;
        metrics["master/frameworks_connected"] = connected;
        metrics["master/frameworks_disconnected"] = others;
        metrics["master/frameworks_inactive"] = others;
        metrics["master/outstanding_offers"] = view.Offers.Length;
    }

    private static Resources Revocable(Resources resources) => resources.Where(static resource => resource.Kind.Revocable);

    private static void Add(MetricTable metrics, string name, double total, double used)
    {
        metrics[$"master/{name}_total"] = total;
        metrics[$"master/{name}_used"] = used;
        metrics[$"master/{name}_percent"] = total > 0 ? used / total : 0;
    }
}
