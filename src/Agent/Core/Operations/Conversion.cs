using System.Collections.Immutable;
using Kernel.Model;
using V1 = Mesos.V1;
using Kind = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Agent.Core;

/// <summary>What an operation makes of what (Mesos: getResourceConversions).</summary>
/// <param name="Consumed">What must be there before.</param>
/// <param name="Converted">What is there afterwards.</param>
public sealed record Conversion(Resources Consumed, Resources Converted)
{
    /// <summary>
    /// The conversion of an operation; null if it is none that an agent can do, or its resources cannot be read.
    /// </summary>
    public static Conversion? Of(ResourceCodec codec, V1.Offer.Types.Operation operation) => operation.Type switch
    {
        Kind.Reserve when operation.Reserve is { } reserve => Reserve(codec, reserve),
        Kind.Unreserve when Read(codec, operation.Unreserve?.Resources) is { } reserved =>
            new(reserved, reserved.Select(WithoutTopReservation)),
        Kind.Create when Read(codec, operation.Create?.Volumes) is { } volumes =>
            new(volumes.Select(WithoutVolume), volumes),
        Kind.Destroy when Read(codec, operation.Destroy?.Volumes) is { } volumes =>
            new(volumes, volumes.Select(WithoutVolume)),
        Kind.GrowVolume when operation.GrowVolume is { } grow => Grow(codec, grow),
        Kind.ShrinkVolume when operation.ShrinkVolume is { } shrink => Shrink(codec, shrink),
        _ => null,
    };

    /// <summary>A resource as the agent's flags gave it: without volume and dynamic reservations.</summary>
    public static Resource Stripped(Resource resource)
    {
        var raw = WithoutVolume(resource);
        var fixedLevels = raw.Kind.Reservations
            .Where(static level => level.Type == ReservationType.Static)
            .ToImmutableArray();
        return raw.As(raw.Kind.WithReservations(fixedLevels));
    }

    private static Resources? Read(ResourceCodec codec, IEnumerable<V1.Resource>? messages) =>
        messages is null ? null : codec.Read(messages)?.Unallocated;

    private static Conversion? Reserve(ResourceCodec codec, V1.Offer.Types.Operation.Types.Reserve reserve)
    {
        if (Read(codec, reserve.Resources) is not { } reserved)
        {
            return null;
        }

        var source = reserve.Source.Count > 0 ? Read(codec, reserve.Source) : reserved.Select(WithoutTopReservation);
        return source is null ? null : new(source, reserved);
    }

    private static Conversion? Grow(ResourceCodec codec, V1.Offer.Types.Operation.Types.GrowVolume grow)
    {
        if (Read(codec, [grow.Volume])?.Entries is not [var volume]
            || Read(codec, [grow.Addition])?.Entries is not [var addition])
        {
            return null;
        }

        var grown = Resource.OfThousandths(volume.Kind, volume.Thousandths + addition.Thousandths);
        return new(Resources.Of(volume) + Resources.Of(addition), Resources.Of(grown));
    }

    private static Conversion? Shrink(ResourceCodec codec, V1.Offer.Types.Operation.Types.ShrinkVolume shrink)
    {
        var less = Resource.ToThousandths(shrink.Subtract.Value);
        if (Read(codec, [shrink.Volume])?.Entries is not [var volume] || less <= 0 || less >= volume.Thousandths)
        {
            return null;
        }

        var shrunk = Resource.OfThousandths(volume.Kind, volume.Thousandths - less);
        var freed = Resource.OfThousandths(WithoutVolume(volume).Kind, less);
        return new(Resources.Of(volume), Resources.Of(shrunk) + Resources.Of(freed));
    }

    private static Resource WithoutTopReservation(Resource resource) => resource.Kind.Reservations.IsEmpty
        ? resource
        : resource.As(resource.Kind.WithReservations(resource.Kind.Reservations[..^1]));

    private static Resource WithoutVolume(Resource resource)
    {
        if (resource.Kind.Disk is not { PersistenceId: not null } disk)
        {
            return resource;
        }

        var raw = disk.Source is { } source ? new Disk(source, null, null, null) : null;
        return Resource.OfThousandths(resource.Kind.WithDisk(raw, shared: false), resource.Thousandths);
    }
}
