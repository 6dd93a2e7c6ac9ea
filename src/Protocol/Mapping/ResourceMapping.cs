using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;
using DiskInfo = Mesos.V1.Resource.Types.DiskInfo;
using ReservationInfo = Mesos.V1.Resource.Types.ReservationInfo;

namespace Kernel.Protocol;

/// <summary>
/// Resources between the wire and the model. On the wire they come in the format before and after reservation
/// refinement, or both at once (mesos.md 5.9); in the model there is only the reservation stack.
/// </summary>
public static class ResourceMapping
{
    /// <summary>The bag that messages mean.</summary>
    /// <exception cref="InvalidResourceException">A message is not well formed.</exception>
    public static Resources FromMessages(IEnumerable<V1.Resource> messages) => Resources.Of(messages.Select(FromMessage));

    /// <summary>The resource that a message means.</summary>
    /// <exception cref="InvalidResourceException">The message is not well formed.</exception>
    public static Resource FromMessage(V1.Resource message)
    {
        if (ResourceRules.Refuse(message) is { } reason)
        {
            throw new InvalidResourceException(reason);
        }

        var kind = new ResourceKind(
            message.Name,
            message.Type switch
            {
                V1.Value.Types.Type.Scalar => ResourceType.Scalar,
                V1.Value.Types.Type.Ranges => ResourceType.Ranges,
                _ => ResourceType.Set,
            },
            Reservations(message),
            message.AllocationInfo is { HasRole: true } allocation ? allocation.Role : null,
            message.Disk is null ? null : FromMessage(message.Disk),
            message.Revocable is not null,
            message.Shared is not null,
            message.ProviderId?.Value);
        return kind.Type switch
        {
            ResourceType.Scalar => Resource.OfScalar(kind, message.Scalar.Value),
            ResourceType.Ranges => Resource.OfRanges(kind, FromMessage(message.Ranges)),
            ResourceType.Set => Resource.OfItems(kind, [.. message.Set.Item]),
        };
    }

    /// <summary>The numbers that a ranges message means.</summary>
    public static Ranges FromMessage(V1.Value.Types.Ranges message) =>
        Ranges.Of(message.Range.Select(static range => new Range64(range.Begin, range.End)));

    /// <summary>The messages of a bag, in the format after reservation refinement.</summary>
    public static IEnumerable<V1.Resource> ToMessages(this Resources resources) =>
        resources.SelectMany(static resource => Enumerable.Repeat(ToMessage(resource), resource.Copies));

    /// <summary>
    /// The messages of a bag in the format before reservation refinement (<c>role</c> and <c>reservation</c>), which
    /// frameworks without RESERVATION_REFINEMENT are given.
    /// </summary>
    public static IEnumerable<V1.Resource> ToPreRefinement(this Resources resources) =>
        resources.SelectMany(static resource => Enumerable.Repeat(ToPreRefinement(resource), resource.Copies));

    /// <summary>
    /// The message of a resource in the format of operator endpoints, which says the same in the formats before and after
    /// reservation refinement; a refined reservation only in the latter.
    /// </summary>
    public static V1.Resource ToEndpointFormat(this Resource resource)
    {
        var after = ToMessage(resource);
        if (after.Reservations.Count > 1)
        {
            return after;
        }

        var both = ToPreRefinement(resource);
        both.Reservations.AddRange(after.Reservations);
        return both;
    }

    /// <summary>The message of a resource in the format before reservation refinement.</summary>
    public static V1.Resource ToPreRefinement(this Resource resource)
    {
        Invariant.Holds(resource.Kind.Reservations.Length < 2, "a refined reservation cannot be told in the format before refinement");
        var message = ToMessage(resource);
        message.Reservations.Clear();
        message.Role = resource.Kind.ReservedRole ?? Roles.Default;
        if (resource.Kind.IsDynamicallyReserved)
        {
            var reservation = ToMessage(resource.Kind.Reservations[0]);
            reservation.ClearType();
            reservation.ClearRole();
            message.Reservation = reservation;
        }

        return message;
    }

    /// <summary>The message of a resource, in the format after reservation refinement.</summary>
    public static V1.Resource ToMessage(this Resource resource)
    {
        var kind = resource.Kind;
        var message = new V1.Resource { Name = kind.Name };
        SetValue(message, resource);
        message.Reservations.AddRange(kind.Reservations.Select(ToMessage));
        if (kind.AllocationRole is { } role)
        {
            message.AllocationInfo = new() { Role = role };
        }

        if (kind.Disk is { } disk)
        {
            message.Disk = ToMessage(disk);
        }

        if (kind.ProviderId is { } provider)
        {
            message.ProviderId = new() { Value = provider };
        }

        message.Revocable = kind.Revocable ? new() : null;
        message.Shared = kind.Shared ? new() : null;
        return message;
    }

    /// <summary>The ranges message of numbers.</summary>
    public static V1.Value.Types.Ranges ToMessage(this Ranges ranges)
    {
        var message = new V1.Value.Types.Ranges();
        message.Range.AddRange(ranges.Runs.Select(static run => new V1.Value.Types.Range { Begin = run.Begin, End = run.End }));
        return message;
    }

    /// <summary>The labels that a message means; an unset message is no labels.</summary>
    public static Labels FromMessage(V1.Labels? message) => message is null
        ? Labels.None
        : Labels.Of(message.Labels_.Select(static label => KeyValuePair.Create(label.Key, label.HasValue ? label.Value : null)));

    /// <summary>The message of labels; null for none.</summary>
    public static V1.Labels? ToMessage(this Labels labels)
    {
        if (labels.Pairs.IsEmpty)
        {
            return null;
        }

        var message = new V1.Labels();
        foreach (var (key, value) in labels.Pairs)
        {
            var label = new V1.Label { Key = key };
            if (value is not null)
            {
                label.Value = value;
            }

            message.Labels_.Add(label);
        }

        return message;
    }

    private static void SetValue(V1.Resource message, Resource resource)
    {
        switch (resource.Kind.Type)
        {
            case ResourceType.Scalar:
                message.Type = V1.Value.Types.Type.Scalar;
                message.Scalar = new() { Value = resource.Scalar };
                break;
            case ResourceType.Ranges:
                message.Type = V1.Value.Types.Type.Ranges;
                message.Ranges = resource.Ranges.ToMessage();
                break;
            case ResourceType.Set:
                message.Type = V1.Value.Types.Type.Set;
                message.Set = new();
                message.Set.Item.AddRange(resource.Items);
                break;
        }
    }

    private static ImmutableArray<Reservation> Reservations(V1.Resource message)
    {
        if (message.Reservations.Count > 0)
        {
            return [.. message.Reservations.Select(FromMessage)];
        }

        if (!message.HasRole || message.Role == Roles.Default)
        {
            return [];
        }

        return message.Reservation is { } dynamic
            ? [new(ReservationType.Dynamic, message.Role, dynamic.HasPrincipal ? dynamic.Principal : null, FromMessage(dynamic.Labels))]
            : [new(ReservationType.Static, message.Role, null, Labels.None)];
    }

    private static Reservation FromMessage(ReservationInfo message) => new(
        message.Type == ReservationInfo.Types.Type.Static ? ReservationType.Static : ReservationType.Dynamic,
        message.Role,
        message.HasPrincipal ? message.Principal : null,
        FromMessage(message.Labels));

    private static ReservationInfo ToMessage(Reservation reservation)
    {
        var message = new ReservationInfo
        {
            Type = reservation.Type == ReservationType.Static ? ReservationInfo.Types.Type.Static : ReservationInfo.Types.Type.Dynamic,
            Role = reservation.Role,
            Labels = reservation.Labels.ToMessage(),
        };
        if (reservation.Principal is { } principal)
        {
            message.Principal = principal;
        }

        return message;
    }

    private static Disk FromMessage(DiskInfo message) => new(
        message.Source is null ? null : FromMessage(message.Source),
        message.Persistence is null ? null : new PersistenceId(message.Persistence.Id),
        message.Persistence is { HasPrincipal: true } persistence ? persistence.Principal : null,
        message.Volume?.ToByteArray());

    private static DiskSource FromMessage(DiskInfo.Types.Source message) => new(
        message.Type switch
        {
            DiskInfo.Types.Source.Types.Type.Path => DiskSourceType.Path,
            DiskInfo.Types.Source.Types.Type.Mount => DiskSourceType.Mount,
            DiskInfo.Types.Source.Types.Type.Block => DiskSourceType.Block,
            _ => DiskSourceType.Raw,
        },
        message.Path is { HasRoot: true } path ? path.Root : message.Mount is { HasRoot: true } mount ? mount.Root : null,
        message.HasId ? message.Id : null,
        message.HasVendor ? message.Vendor : null,
        message.HasProfile ? message.Profile : null,
        FromMessage(message.Metadata));

    private static DiskInfo ToMessage(Disk disk)
    {
        var message = new DiskInfo
        {
            Source = disk.Source is null ? null : ToMessage(disk.Source),
            Volume = disk.Volume is null ? null : V1.Volume.Parser.ParseFrom(disk.Volume),
        };
        if (disk.PersistenceId is { } id)
        {
            message.Persistence = new() { Id = id.Value };
            if (disk.Principal is { } principal)
            {
                message.Persistence.Principal = principal;
            }
        }

        return message;
    }

    private static DiskInfo.Types.Source ToMessage(DiskSource source)
    {
        var message = new DiskInfo.Types.Source { Metadata = source.Metadata.ToMessage() };
        switch (source.Type)
        {
            case DiskSourceType.Path:
                message.Type = DiskInfo.Types.Source.Types.Type.Path;
                message.Path = source.Root is null ? new() : new() { Root = source.Root };
                break;
            case DiskSourceType.Mount:
                message.Type = DiskInfo.Types.Source.Types.Type.Mount;
                message.Mount = source.Root is null ? new() : new() { Root = source.Root };
                break;
            case DiskSourceType.Block:
                message.Type = DiskInfo.Types.Source.Types.Type.Block;
                break;
            case DiskSourceType.Raw:
                message.Type = DiskInfo.Types.Source.Types.Type.Raw;
                break;
        }

        if (source.Id is { } id)
        {
            message.Id = id;
        }

        if (source.Vendor is { } vendor)
        {
            message.Vendor = vendor;
        }

        if (source.Profile is { } profile)
        {
            message.Profile = profile;
        }

        return message;
    }
}
