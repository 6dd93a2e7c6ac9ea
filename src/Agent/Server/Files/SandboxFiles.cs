using Kernel.Agent.Server.Views;

namespace Kernel.Agent.Server.Files;

/// <summary>A file or directory that may be shown.</summary>
/// <param name="Asked">The path as it was asked for.</param>
/// <param name="Real">Where it really is; no part of it is a link.</param>
/// <param name="Root">The directory that it must stay in.</param>
public sealed record ShownFile(string Asked, string Real, string Root)
{
    /// <summary>Whether it is the agent's log.</summary>
    public bool IsLog { get; init; }

    /// <summary>The executor whose sandbox it is in; null if the agent does not know it any more.</summary>
    public ExecutorView? Owner { get; init; }
}

/// <summary>
/// Finds files by the paths that Mesos shows them under: real sandboxes, <c>/frameworks/.../runs/latest</c>, and
/// <c>/slave/log</c>. Nothing outside a sandbox is ever found, by <c>..</c> or by a link (Mesos: src/files/files.cpp).
/// </summary>
public static class SandboxFiles
{
    private const int LinksMax = 40;

    /// <summary>Finds a file.</summary>
    /// <returns>Null if there is none, or it may not be shown.</returns>
    public static ShownFile? Find(AgentView view, string workDirectory, string? logFile, string asked)
    {
        var path = asked.Length > 1 ? asked.TrimEnd('/') : asked;
        if (path is "/slave/log" or "/agent/log")
        {
            return logFile is not null && File.Exists(logFile) ? OfLog(asked, logFile) : null;
        }

        foreach (var (attached, executor) in Attached(view))
        {
            if (path == attached || path.StartsWith(attached + "/", StringComparison.Ordinal))
            {
                return Inside(asked, executor.Run.Directory, path[attached.Length..]) is { } file ? file with { Owner = executor } : null;
            }
        }

        return OfPast(asked, path, workDirectory);
    }

    private static ShownFile OfLog(string asked, string logFile)
    {
        var real = File.ResolveLinkTarget(logFile, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(logFile);
        return new(asked, real, Path.GetDirectoryName(real)!) { IsLog = true };
    }

    /// <summary>The paths under which sandboxes are shown, and whose they are.</summary>
    public static IEnumerable<KeyValuePair<string, ExecutorView>> Attached(AgentView view)
    {
        foreach (var executor in view.AllExecutors)
        {
            var run = executor.Run;
            yield return new(run.Directory, executor);
            var virtualRuns = $"/frameworks/{run.Key.Framework}/executors/{run.Key.Executor}/runs/";
            yield return new(virtualRuns + run.ContainerId, executor);
            yield return new(virtualRuns + "latest", executor);
        }
    }

    /// <summary>Where a path really leads, every link followed; null if it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "";
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = real.Length == 0 ? "" : real[..real.LastIndexOf('/')];
                continue;
            }

            var next = part == "." ? real : $"{real}/{part}";
            if (next.Length > 0 && new FileInfo(next).LinkTarget is { } target)
            {
                if (++links > LinksMax)
                {
                    return null;
                }

                real = target.StartsWith('/') ? "" : real;
                foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    rest.Push(piece);
                }
            }
            else
            {
                real = next;
            }
        }

        return real.Length == 0 ? "/" : Path.Exists(real) ? real : null;
    }

    /// <summary>Whether a real path lies in a directory.</summary>
    public static bool IsInside(string real, string directory) =>
        real == directory || real.StartsWith(directory + "/", StringComparison.Ordinal);

    /// <summary>A sandbox that the agent remembers nothing of any more, as long as it is there.</summary>
    private static ShownFile? OfPast(string asked, string path, string workDirectory)
    {
        var parts = path.StartsWith(workDirectory + "/slaves/", StringComparison.Ordinal)
            ? path[(workDirectory.Length + 1)..].Split('/')
            : [];
        return parts is ["slaves", _, "frameworks", _, "executors", _, "runs", _, ..]
            ? Inside(
                asked,
                $"{workDirectory}/{string.Join('/', parts[..8])}",
                string.Concat(parts[8..].Select(static part => "/" + part)))
            : null;
    }

    private static ShownFile? Inside(string asked, string directory, string rest)
    {
        if (rest.Split('/').Contains("..", StringComparer.Ordinal) || rest.Contains('\0', StringComparison.Ordinal)
            || directory.Split('/').Contains("..", StringComparer.Ordinal)
            || RealPath(directory) is not { } root || RealPath(directory + rest) is not { } real)
        {
            return null;
        }

        return IsInside(real, root) ? new(asked, real, root) : null;
    }
}
