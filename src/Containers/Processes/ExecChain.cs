using System.Globalization;

namespace Kernel.Containers.Processes;

/// <summary>
/// What is put before a program so that it runs as a user, within limits and in control groups: standard programs, each
/// of which sets its own process up and then becomes the next (setpriv, prlimit, a shell that joins groups).
/// </summary>
internal static class ExecChain
{
    private const string Join =
        "while [ \"$1\" != -- ]; do echo $$ >\"$1\" || exit 126; shift; done; shift; exec \"$@\"";

    /// <summary>The whole command line; the first is a file's path.</summary>
    /// <param name="plan">What is to run.</param>
    /// <param name="program">The program's file.</param>
    /// <param name="user">The user to run as; null for our own.</param>
    /// <param name="limits">The limits, as this process may set them.</param>
    /// <param name="groupFiles">The <c>cgroup.procs</c> files to join.</param>
    public static (string Path, IReadOnlyList<string> Arguments) Of(
        LaunchPlan plan, string program, UserAccount? user, IReadOnlyList<ResourceLimit> limits,
            IReadOnlyList<string> groupFiles)
    {
        if (user is null && limits.Count == 0 && groupFiles.Count == 0)
        {
            return (program, plan.Arguments);
        }

        List<string> chain = [];
        if (groupFiles.Count > 0)
        {
            chain.AddRange(["/bin/sh", "-c", Join, "sh", .. groupFiles, "--"]);
        }

        if (limits.Count > 0)
        {
            chain.AddRange([ProgramLookup.Required("prlimit"), .. limits.Select(Limit)]);
        }

        if (user is not null)
        {
            chain.AddRange([ProgramLookup.Required("setpriv"), .. As(user)]);
        }

        // From here on it is the program that is named, not its argument 0: a chain cannot give it another name.
        chain.AddRange([program, .. plan.Arguments.Skip(1)]);
        return (chain[0], chain);
    }

    private static string[] As(UserAccount user) =>
        [$"--reuid={Text(user.User)}", $"--regid={Text(user.Group)}", "--init-groups", "--"];

    private static string Limit(ResourceLimit limit) =>
        $"--{limit.Name}={Bound(limit.Soft)}:{Bound(limit.Hard)}";

    private static string Bound(ulong? value) =>
        value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "unlimited";

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
