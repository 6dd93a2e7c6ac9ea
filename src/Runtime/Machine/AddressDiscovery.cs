using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace Kernel.Runtime.Machine;

/// <summary>Which address a component listens on and tells others, and by which name.</summary>
public static class AddressDiscovery
{
    private static readonly TimeSpan LookupPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    /// <summary>The address that <c>--ip_discovery_command</c> prints.</summary>
    /// <exception cref="FormatException">It fails, or prints none; the message names the flag.</exception>
    public static string Run(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
            var printed = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(CommandPatience))
            {
                process.Kill(entireProcessTree: true);
                throw Refuse($"it has not ended within {CommandPatience.TotalSeconds} seconds");
            }

            var address = printed.Result.Trim();
            return process.ExitCode != 0 ? throw Refuse($"it ended with {process.ExitCode}")
                : IPAddress.TryParse(address, out _) ? address
                : throw Refuse($"it printed '{address}', which is no address");
        }
        catch (Win32Exception failure)
        {
            throw Refuse(failure.Message);
        }
    }

    /// <summary>The name of an address, if the name leads back to the address; otherwise the address itself.</summary>
    public static async Task<string> NameOfAsync(string ip, TimeProvider time)
    {
        if (!IPAddress.TryParse(ip, out var address) || IPAddress.IsLoopback(address))
        {
            return ip;
        }

        try
        {
            return await LookUpAsync(address).WaitAsync(LookupPatience, time).ConfigureAwait(false) ?? ip;
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or TimeoutException or ArgumentException)
        {
            return ip;
        }
    }

    private static async Task<string?> LookUpAsync(IPAddress address)
    {
        var name = (await Dns.GetHostEntryAsync(address).ConfigureAwait(false)).HostName;
        var back = await Dns.GetHostAddressesAsync(name).ConfigureAwait(false);
        return back.Contains(address) ? name : null;
    }

    private static FormatException Refuse(string why) => new($"Failed to run --ip_discovery_command: {why}");
}
