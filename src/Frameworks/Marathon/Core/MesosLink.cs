using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>What is known of the subscription to the master.</summary>
public sealed class MesosLink
{
    /// <summary>The id that the master gave Marathon; null before the first subscription.</summary>
    public string? FrameworkId { get; set; }

    /// <summary>Whether the master listens.</summary>
    public bool Connected { get; set; }

    /// <summary>How many subscriptions there have been.</summary>
    public int Subscriptions { get; set; }

    /// <summary>The master, <c>host:port</c>.</summary>
    public string Master { get; set; } = "";

    /// <summary>The master's region; null if it has none.</summary>
    public string? Region { get; set; }

    /// <summary>The roles that Marathon is subscribed with.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Whether an app or pod has a role that Marathon is not subscribed with.</summary>
    public bool LacksRole { get; set; }

    /// <summary>The roles that want offers at present.</summary>
    public IReadOnlySet<string> WantedRoles { get; set; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>How far the wishes for offers have used up the time that each may take.</summary>
    public Moment ReviveBudget { get; set; } = Moment.Epoch;

    /// <summary>Whether it is to be looked at again whether offers are wanted.</summary>
    public bool RevivePending { get; set; }

    /// <summary>How often a wish for offers is still to be repeated.</summary>
    public int ReviveRepeats { get; set; }
}
