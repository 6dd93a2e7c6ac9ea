using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>What is known of the subscription to the master.</summary>
public sealed class MesosLink
{
    /// <summary>The id that the master gave Chronos; null before the first subscription.</summary>
    public string? FrameworkId { get; internal set; }

    /// <summary>Whether the master listens.</summary>
    public bool Connected { get; internal set; }

    /// <summary>How many subscriptions there have been.</summary>
    public int Subscriptions { get; internal set; }

    /// <summary>Whether the master has been told that no offers are wanted.</summary>
    public bool Suppressed { get; internal set; }

    /// <summary>Whether it is planned to ask for offers again.</summary>
    public bool RevivePlanned { get; internal set; }

    /// <summary>How often offers have been asked for.</summary>
    public long Revivals { get; internal set; }
}
