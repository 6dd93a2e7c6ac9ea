using System.Diagnostics;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Machine;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Sandboxes;

/// <summary>
/// Makes sandboxes: directories, output files, links to volumes (Mesos: paths::createExecutorDirectory, the posix file
/// system isolator).
/// </summary>
public sealed class SandboxMaking(string workDirectory, bool switchesUser)
{
    /// <summary>Makes the directory of an agent and points <c>slaves/latest</c> to it.</summary>
    public void MakeAgentDirectory(string agent)
    {
        var directory = SandboxPaths.OfAgent(workDirectory, agent);
        Directory.CreateDirectory(directory);
        Point(Path.Combine(workDirectory, "slaves", "latest"), directory);
    }

    /// <summary>Makes the sandbox of a run and points <c>runs/latest</c> to it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Make(ExecutorRun run, IReadOnlyList<V1.Resource> volumes)
    {
        MakeDirectory(run.Directory);
        Point(Path.Combine(Path.GetDirectoryName(run.Directory)!, "latest"), run.Directory);
        foreach (var volume in volumes)
        {
            Link(run.Directory, volume);
        }
    }

    /// <summary>
    /// Makes the sandbox of a task in a nested container, and points <c>tasks/&lt;task id&gt;</c> to it.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string MakeNested(ExecutorRun run, AgentTask task)
    {
        var directory = SandboxPaths.OfNested(run.Directory, task.NestedId);
        MakeDirectory(directory);
        var tasks = Path.Combine(run.Directory, "tasks");
        Directory.CreateDirectory(tasks);
        Point(Path.Combine(tasks, task.Key.Task.Value), directory);
        foreach (var volume in task.Info.Resources.Where(static resource => resource.Disk?.Persistence is not null))
        {
            Link(directory, volume);
        }

        return directory;
    }

    /// <summary>Makes a directory with empty output files.</summary>
    public static void MakeDirectory(string directory)
    {
        UnixModes.CreatePrivateDirectory(directory);
        foreach (var name in (ReadOnlySpan<string>)["stdout", "stderr"])
        {
            using var file = new FileStream(Path.Combine(directory, name), FileMode.OpenOrCreate);
        }
    }

    /// <summary>Gives a sandbox to the user that runs there, if the agent may.</summary>
    /// <exception cref="IOException">There is no such user, or the sandbox cannot be given.</exception>
    public async Task GiveToAsync(string user, string directory, CancellationToken stop)
    {
        if (!switchesUser || user.Length == 0 || user == Environment.UserName)
        {
            return;
        }

        var start = new ProcessStartInfo("chown")
        {
            ArgumentList = { "-R", "--no-dereference", "--", user, directory },
            RedirectStandardError = true,
        };
        using var chown = Process.Start(start) ?? throw new IOException("chown cannot be started");
        var errors = await chown.StandardError.ReadToEndAsync(stop).ConfigureAwait(false);
        await chown.WaitForExitAsync(stop).ConfigureAwait(false);
        if (chown.ExitCode != 0)
        {
            throw new IOException($"Failed to give the sandbox to user '{user}': {errors.Trim()}");
        }
    }

    /// <summary>Where a persistent volume lies.</summary>
    public string VolumeDirectory(V1.Resource volume)
    {
        var source = volume.Disk.Source;
        if (source?.Type == V1.Resource.Types.DiskInfo.Types.Source.Types.Type.Mount)
        {
            return source.Mount.Root;
        }

        var root = source?.Type == V1.Resource.Types.DiskInfo.Types.Source.Types.Type.Path
            ? source.Path.Root
            : workDirectory;
        var role = volume.Reservations.LastOrDefault()?.Role ?? "*";
        return SandboxPaths.OfVolume(root, role, volume.Disk.Persistence.Id);
    }

    /// <summary>Deletes a persistent volume, or only what is in it. Links in it are removed, never followed.</summary>
    public static void DeleteVolume(string directory, bool keepDirectory)
    {
        if (!keepDirectory)
        {
            Directory.Delete(directory, recursive: true);
            return;
        }

        foreach (var inside in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (inside is DirectoryInfo { LinkTarget: null } subdirectory)
            {
                subdirectory.Delete(recursive: true);
            }
            else
            {
                inside.Delete();
            }
        }
    }

    private void Link(string sandbox, V1.Resource volume)
    {
        var inside = volume.Disk.Volume?.ContainerPath ?? "";
        if (inside.Length == 0 || Path.IsPathRooted(inside) || inside.Split('/').Contains("..", StringComparer.Ordinal))
        {
            throw new IOException(
                $"Persistent volume '{volume.Disk.Persistence.Id}' has no path inside the sandbox: '{inside}'");
        }

        var link = Path.Combine(sandbox, inside);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Point(link, VolumeDirectory(volume));
    }

    private static void Point(string link, string target)
    {
        if (new FileInfo(link) is { LinkTarget: not null } || File.Exists(link))
        {
            File.Delete(link);
        }

        File.CreateSymbolicLink(link, target);
    }
}
