using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kernel.Agent.Server.Machine;

/// <summary>What this machine is and has, as far as an agent finds it out by itself.</summary>
public static class MachineFacts
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Logical processors.</summary>
    public static int Cpus => Environment.ProcessorCount;

    /// <summary>Memory, in bytes.</summary>
    public static long MemoryBytes => MemoryInfo("MemTotal:") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Memory that nobody uses, in bytes.</summary>
    public static long MemoryFreeBytes => MemoryInfo("MemFree:") ?? 0;

    /// <summary>
    /// What to offer of the memory, in MB: all but 1 GB, or half of a small machine's (Mesos: DEFAULT_MEM).
    /// </summary>
    public static long OfferedMemory(long bytes) =>
        (bytes >= 2048 * Mebibyte ? bytes - (1024 * Mebibyte) : bytes / 2) / Mebibyte;

    /// <summary>What to offer of a disk, in MB: all but 5 GB, or half of a small one (Mesos: DEFAULT_DISK).</summary>
    public static long OfferedDisk(long bytes) =>
        (bytes >= 10_240 * Mebibyte ? bytes - (5120 * Mebibyte) : bytes / 2) / Mebibyte;

    /// <summary>The size of the file system that a directory is on, in bytes.</summary>
    public static long DiskBytes(string directory) => new DriveInfo(directory).TotalSize;

    /// <summary>The share of the file system of a directory that is used, from 0 to 1.</summary>
    public static double DiskUsed(string directory)
    {
        var drive = new DriveInfo(directory);
        return drive.TotalSize > 0 ? 1 - ((double)drive.AvailableFreeSpace / drive.TotalSize) : 0;
    }

    /// <summary>Tells one boot of the machine from another; empty if it cannot be known.</summary>
    public static string BootId => ReadLine("/proc/sys/kernel/random/boot_id");

    /// <summary>The load averages of 1, 5 and 15 minutes.</summary>
    public static (double One, double Five, double Fifteen) Load
    {
        get
        {
            var parts = ReadLine("/proc/loadavg").Split(' ');
            return parts.Length < 3 ? default : (Number(parts[0]), Number(parts[1]), Number(parts[2]));
        }
    }

    /// <summary>The address that other machines reach this one at; loopback if it has no other.</summary>
    public static IPAddress Address() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(static network => network.OperationalStatus == OperationalStatus.Up
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static address => address.Address)
            .FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? IPAddress.Loopback;

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long? MemoryInfo(string name)
    {
        if (!File.Exists("/proc/meminfo"))
        {
            return null;
        }

        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line =>
            line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? null
            : long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture) * 1024;
    }

    private static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
