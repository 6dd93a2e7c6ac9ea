using System.Collections.Concurrent;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>
/// The viewers there are. One who may see less than all is always the same object, so that readers of one name
/// share their view.
/// </summary>
/// <param name="acls">Who may do what.</param>
internal sealed class Viewers(Acls acls)
{
    /// <summary>More names than this are not remembered: each reader has a view of its own then.</summary>
    private const int RememberedMax = 1000;

    private readonly ConcurrentDictionary<string, Viewer> named = new(StringComparer.Ordinal);
    private readonly Viewer nobody = Known(new(acls, null));

    /// <summary>The viewer that somebody is.</summary>
    public Viewer Of(Principal? principal)
    {
        if (principal?.Value is not { } name)
        {
            return principal is null ? nobody : new(acls, principal);
        }

        if (named.TryGetValue(name, out var known))
        {
            return known;
        }

        var viewer = Known(new(acls, Principal.Named(name)));
        return named.Count < RememberedMax ? named.GetOrAdd(name, viewer) : viewer;
    }

    private static Viewer Known(Viewer viewer) => viewer.SeesEverything ? Viewer.Unrestricted : viewer;
}
