using System.Diagnostics;

namespace Kernel.Agent.Server.Host;

/// <summary>Starts an executor host: in a session of its own, so that what ends the agent passes it by.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">What comes before the host's own arguments.</param>
/// <param name="Log">Where its output goes.</param>
public sealed record HostProgram(string File, IReadOnlyList<string> Arguments, string Log)
{
    /// <summary>The program that the options name, or the running one.</summary>
    public static HostProgram Of(AgentOptions options)
    {
        var log = Path.Combine(options.WorkDir, "meta", "executor-host.log");
        if (options.HostProgram is { } program)
        {
            return new(program, options.HostProgramArguments, log);
        }

        var running = Environment.ProcessPath ?? throw new InvalidOperationException("the path of the running program is unknown");
        return Path.GetFileNameWithoutExtension(running) == "dotnet"
            ? new(running, [Path.Combine(AppContext.BaseDirectory, "kernel.dll")], log)
            : new(running, [], log);
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public void Start(string socket)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "log=$1; shift; exec setsid \"$@\" </dev/null >>\"$log\" 2>&1", "sh", Log, File,
            },
        };
        foreach (var argument in (IEnumerable<string>)[.. Arguments, "executor-host", "--socket", socket])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new IOException($"The executor host cannot be started: {failure.Message}", failure);
        }
    }
}
