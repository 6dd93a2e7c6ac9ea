using Kernel.Protocol.HostLink;

namespace Kernel.Agent.Server.Host;

/// <summary>How an agent starts its executor host.</summary>
public static class HostStarting
{
    /// <summary>The program that the options name, or the running one.</summary>
    public static HostStart Of(AgentOptions options, HostPlace place)
    {
        var (program, before) = Program(options);
        return new()
        {
            Socket = place.Socket,
            Program = program,
            Before = before,
            Flags = FlagsOf(options),
            Log = Path.Combine(options.WorkDir, "meta", "executor-host.log"),
        };
    }

    /// <summary>What the host must know of the agent's flags; one that lives already goes on with those that it was started with.</summary>
    private static string[] FlagsOf(AgentOptions options) =>
    [
        $"--containerizers={options.Containerizers}",
        $"--docker_socket={options.DockerSocket}",
        $"--sandbox_directory={options.SandboxDirectory}",
        $"--isolation={options.Isolation}",
        $"--cgroups_hierarchy={options.CgroupsHierarchy}",
        $"--cgroups_root={options.CgroupsRoot}",
        $"--cgroups_enable_cfs={(options.CgroupsEnableCfs ? "true" : "false")}",
    ];

    private static (string Program, IReadOnlyList<string> Before) Program(AgentOptions options)
    {
        if (options.HostProgram is { } given)
        {
            return (given, options.HostProgramArguments);
        }

        var running = Environment.ProcessPath ?? throw new IOException("the path of the running program is unknown");
        return Path.GetFileNameWithoutExtension(running) == "dotnet"
            ? (running, [Path.Combine(AppContext.BaseDirectory, "kernel.dll")])
            : (running, []);
    }
}
