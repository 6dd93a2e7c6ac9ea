using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server.Host;

/// <summary>
/// Ends the processes that a dead executor host left: they carry the agent's marker in their environment.
/// </summary>
public static class HostLeftovers
{
    private const int RoundsMax = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends them all, those that they start meanwhile too.</summary>
    public static async Task EndAsync(string marker, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var processes = Find(marker).ToArray();
            if (processes.Length == 0)
            {
                return;
            }

            foreach (var process in processes)
            {
                logger.LogWarning("Ending process {Process}, left by an executor host that is gone", process);
                Kill(process);
            }

            await Task.Delay(Pause, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>The processes that carry a marker.</summary>
    public static IEnumerable<int> Find(string marker)
    {
        if (!Directory.Exists("/proc"))
        {
            yield break;
        }

        var needle = Encoding.UTF8.GetBytes($"{HostCalls.MarkerVariable}={marker}\0");
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(directory);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId
                && Environ(directory).AsSpan().IndexOf(needle) >= 0)
            {
                yield return process;
            }
        }
    }

    /// <summary>The environment that a process started with; empty if it is gone, or another user's.</summary>
    private static byte[] Environ(string directory)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, "environ"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception failure)
            when (failure is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
