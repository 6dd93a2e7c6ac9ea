using System.Text;
using Kernel.Marathon.Core;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary>
/// Tasks as lines of text, for scripts that write proxies' configurations (Marathon: EndpointsHelper.scala).
/// </summary>
internal static class TaskTable
{
    /// <summary>A line for each port of each app: its name, the service port, and where its tasks are.</summary>
    internal static string Of(IEnumerable<AppDefinition> apps, MarathonView view)
    {
        var text = new StringBuilder();
        foreach (var app in apps)
        {
            Append(text, app, view);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, AppDefinition app, MarathonView view)
    {
        var running = view.InstancesOf(app.Id)
            .Where(static instance => instance.Condition == Condition.Running).ToList();
        var ports = AppPorts.ServicePorts(app).ToList();
        if (ports.Count == 0)
        {
            text.Append(app.Id.Safe).Append("\t \t");
            running.ForEach(instance => text.Append(instance.Agent!.Host).Append(' '));
            text.Append('\n');
        }

        for (var i = 0; i < ports.Count; i++)
        {
            text.Append(app.Id.Safe).Append('\t').Append(ports[i]).Append('\t');
            foreach (var instance in running)
            {
                if (TaskAddress.Of(app, instance, i) is var (host, port))
                {
                    text.Append(host).Append(':').Append(port).Append('\t');
                }
            }

            text.Append('\n');
        }
    }
}
