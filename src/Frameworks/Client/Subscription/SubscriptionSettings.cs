using System.Collections.Immutable;
using Kernel.Protocol;
using Kernel.ZooKeeper;
using Mesos.V1;
using Credential = Kernel.Model.Credential;

namespace Kernel.Frameworks.Client;

/// <summary>How a framework subscribes.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>The masters; any of them leads to the one that leads. None if the leader is detected.</summary>
    public required ImmutableArray<Uri> Masters { get; init; }

    /// <summary>Where in ZooKeeper the leader is detected; null: nowhere.</summary>
    public ZooKeeperAddress? ZooKeeper { get; init; }

    /// <summary>What the framework says of itself; with its id if it has one from before. Frozen.</summary>
    public required FrameworkInfo Framework { get; init; }

    /// <summary>The roles that want no offers to begin with.</summary>
    public ImmutableArray<string> SuppressedRoles { get; init; } = [];

    /// <summary>Constraints on the offers it is made. Frozen.</summary>
    public Mesos.V1.Scheduler.OfferConstraints? OfferConstraints { get; init; }

    /// <summary>The longest wait before the second attempt; it doubles with every further one.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many heartbeats may be missed before the stream counts as dead.</summary>
    public int HeartbeatsMissedMax { get; init; } = 5;

    /// <summary>How many redirects are followed in a row.</summary>
    public int RedirectsMax { get; init; } = 5;

    /// <summary>How messages are written.</summary>
    public MessageFormat Format { get; init; } = MessageFormat.Protobuf;

    /// <summary>How masters with https URLs are spoken to, and by what they are trusted; null: as the system does.</summary>
    public Tls? Tls { get; init; }

    /// <summary>Who the framework is known as to masters that demand to know; null: nobody.</summary>
    public Credential? Credential { get; init; }
}
