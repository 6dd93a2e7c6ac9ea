using Kernel.Executor.Server;

namespace Kernel.Tests.Unit;

/// <summary>
/// The test program can be an executor host, too: one must be alone in its process, so tests of it start this program again
/// (<c>executor-host --socket PATH [--isolation=...]</c>).
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is not ["executor-host", "--socket", var socket, .. var flags])
        {
            return 0;
        }

        var options = new ExecutorHostOptions
        {
            Socket = socket,
            Isolation = Value(flags, "--isolation=") ?? "posix/cpu,posix/mem",
            CgroupsRoot = Value(flags, "--cgroups_root=") ?? "mesos",
            Containerizers = Value(flags, "--containerizers=") ?? "mesos",
            DockerSocket = Value(flags, "--docker_socket=") ?? "",
        };
        await ExecutorHost.RunAsync(options, TimeProvider.System, Console.Error);
        return 0;
    }

    private static string? Value(string[] flags, string prefix) =>
        flags.FirstOrDefault(flag => flag.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}
