using System.CommandLine;
using Kernel.Cli.Components;
using Kernel.Cli.Operate;
using Kernel.Cli.Operate.Writes;

namespace Kernel.Cli;

/// <summary>Every command of the program.</summary>
internal static class CommandTree
{
    /// <summary>The root command.</summary>
    public static RootCommand Build() => new("Kernel: a cluster manager in the manner of Apache Mesos.")
    {
        UpCommand.Build(),
        MasterCommand.Build(),
        AgentCommand.Build(),
        MarathonCommand.Build(),
        ChronosCommand.Build(),
        ExecutorHostCommand.Build(),
        StatusCommand.Build(),
        AgentsCommand.Build(),
        FrameworksCommand.Build(),
        TasksCommand.Build(),
        OffersCommand.Build(),
        LogsCommand.Build(),
        ExecCommand.Build(),
        ExplainCommand.Build(),
        QuotaCommand.Build(),
        WeightsCommand.Build(),
        ReserveCommand.Build(),
        UnreserveCommand.Build(),
        VolumesCommand.Build(),
        MaintenanceCommand.Build(),
        DrainCommand.Build(),
        DeactivateCommand.Build(),
        ReactivateCommand.Build(),
        GoneCommand.Build(),
        TeardownCommand.Build(),
    };
}
