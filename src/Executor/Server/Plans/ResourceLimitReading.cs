using Kernel.Containers;
using V1 = Mesos.V1;

namespace Kernel.Executor.Server;

/// <summary>Reads limits of processes (Mesos: posix/rlimits).</summary>
internal static class ResourceLimitReading
{
    private const string Prefix = "Rlmt";

    /// <summary>The limit.</summary>
    /// <exception cref="LaunchFailedException">It has no type, or only one of its bounds, or the soft one exceeds the
    /// hard one.</exception>
    public static ResourceLimit Read(V1.RLimitInfo.Types.RLimit limit)
    {
        var type = limit.Type.ToString();
        if (!type.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new LaunchFailedException("A limit of 'rlimit_info' has no type");
        }

        if (limit.HasSoft != limit.HasHard || (limit.HasSoft && limit.Soft > limit.Hard))
        {
            throw new LaunchFailedException(
                $"The limit {limit.Type} needs both 'soft' and 'hard', the former at most the latter, or neither");
        }

        return new(
            type[Prefix.Length..].ToLowerInvariant(),
            limit.HasSoft ? limit.Soft : null,
            limit.HasHard ? limit.Hard : null);
    }
}
