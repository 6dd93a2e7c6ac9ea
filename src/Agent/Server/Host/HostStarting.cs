using Kernel.Protocol.HostLink;

namespace Kernel.Agent.Server.Host;

/// <summary>How an agent starts its executor host.</summary>
public static class HostStarting
{
    private const string DefaultIsolation = "posix/cpu,posix/mem";

    /// <summary>The program that the options name, or the running one.</summary>
    public static HostStart Of(AgentOptions options, HostPlace place)
    {
        var (program, before) = Program(options);
        return new()
        {
            Socket = place.Socket,
            Program = program,
            Before = before,
            Flags = options.Isolation == DefaultIsolation ? [] : [$"--isolation={options.Isolation}"],
            Log = Path.Combine(options.WorkDir, "meta", "executor-host.log"),
        };
    }

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
