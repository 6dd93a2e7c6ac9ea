namespace Kernel.Marathon.Core;

/// <summary>
/// Gives apps the service ports that they leave to Marathon (Marathon: GroupManagerImpl.assignDynamicServicePorts).
/// </summary>
internal static class ServicePorts
{
    /// <summary>The app with every 0 replaced by a port that nothing else in the cluster uses.</summary>
    /// <param name="app">The app.</param>
    /// <param name="old">What the app was before; its ports are kept.</param>
    /// <param name="tree">All apps.</param>
    /// <param name="settings">The range.</param>
    /// <param name="violations">Notes when the range is used up.</param>
    internal static AppDefinition Assign(
        AppDefinition app, AppDefinition? old, Tree tree, MarathonSettings settings, Violations violations)
    {
        var ports = AppPorts.ServicePorts(app).ToList();
        if (!ports.Contains(0))
        {
            return app;
        }

        var kept = old is null ? []
            : AppPorts.ServicePorts(old).Where(port => InRange(port, settings)).Except(ports).ToList();
        var taken = Taken(tree, settings);
        taken.UnionWith(ports);
        var next = settings.LocalPortMin;
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i] == 0)
            {
                ports[i] = kept.Count > 0 ? Shift(kept) : NextFree(taken, ref next, settings);
                violations.Demand(
                    ports[i] != 0,
                    "/",
                    $"All ports in the range [{settings.LocalPortMin}-{settings.LocalPortMax}) are already in use");
            }
        }

        return AppPorts.WithServicePorts(app, ports);
    }

    private static HashSet<int> Taken(Tree tree, MarathonSettings settings)
    {
        var taken = new HashSet<int>();
        foreach (var app in tree.Apps)
        {
            foreach (var port in AppPorts.ServicePorts(app))
            {
                if (InRange(port, settings))
                {
                    taken.Add(port);
                }
            }
        }

        return taken;
    }

    private static int Shift(List<int> ports)
    {
        var first = ports[0];
        ports.RemoveAt(0);
        return first;
    }

    private static int NextFree(HashSet<int> taken, ref int next, MarathonSettings settings)
    {
        while (next < settings.LocalPortMax && !taken.Add(next))
        {
            next++;
        }

        return next < settings.LocalPortMax ? next++ : 0;
    }

    private static bool InRange(int port, MarathonSettings settings) =>
        port >= settings.LocalPortMin && port < settings.LocalPortMax;
}
