using Microsoft.Extensions.Primitives;

namespace Kernel.Marathon.Server;

/// <summary>What a reader of apps wants to see beside their definitions.</summary>
[Flags]
internal enum Embeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How many tasks there are.</summary>
    Counts = 1,

    /// <summary>Deployments that hold the app.</summary>
    Deployments = 2,

    /// <summary>The tasks.</summary>
    Tasks = 4,

    /// <summary>Results of readiness checks.</summary>
    Readiness = 8,

    /// <summary>What failed last.</summary>
    LastTaskFailure = 16,

    /// <summary>How long tasks live.</summary>
    TaskStats = 32,
}

/// <summary>Reads <c>embed</c> parameters (Marathon: AppInfoEmbedResolver, AppsResource).</summary>
internal static class EmbedNames
{
    private static readonly string[] Prefixes = ["group.apps.", "apps.", "app."];

    /// <summary>The embeds that are named; names that are not known are passed over.</summary>
    internal static Embeds Of(StringValues names) =>
        names.OfType<string>().Select(One).Aggregate(Embeds.None, static (all, one) => all | one);

    private static Embeds One(string name)
    {
        var prefix = Prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        return name[prefix.Length..] switch
        {
            "tasks" => Embeds.Tasks | Embeds.Deployments,
            "counts" => Embeds.Counts,
            "deployments" => Embeds.Deployments,
            "readiness" => Embeds.Readiness,
            "lastTaskFailure" => Embeds.LastTaskFailure,
            "failures" => Embeds.Tasks | Embeds.LastTaskFailure | Embeds.Deployments,
            "taskStats" => Embeds.TaskStats,
            _ => Embeds.None,
        };
    }
}
