using System.Diagnostics;

namespace Kernel.Protocol.HostLink;

/// <summary>
/// Starts an executor host in a session of its own, as nobody's child: a signal to the agent's terminal passes it by,
/// and it lives on when the agent ends.
/// </summary>
public static class HostProcess
{
    private const string Script = "exec setsid -f \"$@\" </dev/null >>\"$0\" 2>&1";

    /// <summary>Starts a host; it listens a moment later.</summary>
    /// <exception cref="HostLinkException">It could not be started.</exception>
    public static async Task StartAsync(HostStart start, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(start.Log))!);
        using var starter = Process.Start(Starter(start))
            ?? throw new HostLinkException($"/bin/sh could not be started for the executor host {start.Program}");
        await starter.WaitForExitAsync(stop).ConfigureAwait(false);
        if (starter.ExitCode != 0)
        {
            throw new HostLinkException(
                $"the executor host {start.Program} could not be started: status {starter.ExitCode}; see {start.Log}");
        }
    }

    private static ProcessStartInfo Starter(HostStart start)
    {
        var info = new ProcessStartInfo(
            "/bin/sh", ["-c", Script, start.Log, start.Program, .. start.Before, "executor-host"]);
        info.ArgumentList.Add("--socket");
        info.ArgumentList.Add(start.Socket);
        foreach (var flag in start.Flags)
        {
            info.ArgumentList.Add(flag);
        }

        // A host is there for its containers' sake: it keeps its own heap small.
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_gcConcurrent"] = "0";
        info.Environment["DOTNET_GCgen0size"] = "400000";
        info.Environment["DOTNET_GCConserveMemory"] = "5";
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }
}
