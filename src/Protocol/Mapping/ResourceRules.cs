using Kernel.Model;
using Mesos.V1;
using Resource = Mesos.V1.Resource;
using ReservationInfo = Mesos.V1.Resource.Types.ReservationInfo;

namespace Kernel.Protocol;

/// <summary>What makes a resource message well formed (Mesos: Resources::validate, src/common/resources.cpp).</summary>
public static class ResourceRules
{
    /// <summary>Why a resource message is not well formed; null if it is.</summary>
    public static string? Refuse(Resource resource) =>
        RefuseName(resource)
        ?? RefuseValue(resource)
        ?? RefuseDisk(resource)
        ?? RefuseReservations(resource)
        ?? RefuseShared(resource);

    /// <summary>The largest amount: sums over a cluster stay far from what can be counted. It is twice what a quota may be.</summary>
    private const double ScalarMax = 1L << 41;

    private static string? RefuseName(Resource resource) =>
        string.IsNullOrEmpty(resource.Name) ? "Empty resource name" : null;

    private static string? RefuseValue(Resource resource) => resource.Type switch
    {
        Value.Types.Type.Scalar => RefuseScalar(resource),
        Value.Types.Type.Ranges => RefuseRanges(resource),
        Value.Types.Type.Set => RefuseSet(resource),
        _ => $"Unsupported resource type: {resource.Type} of resource '{resource.Name}'",
    };

    private static string? RefuseScalar(Resource resource)
    {
        if (resource.Scalar is null || resource.Ranges is not null || resource.Set is not null)
        {
            return $"Invalid scalar resource '{resource.Name}': exactly the scalar must be set";
        }

        var value = resource.Scalar.Value;
        if (!double.IsFinite(value) || value < 0)
        {
            return $"Invalid scalar resource '{resource.Name}': value must be finite and not negative";
        }

        if (value > ScalarMax)
        {
            return $"Invalid scalar resource '{resource.Name}': value is too large";
        }

        if (value != 0 && Model.Resource.ToThousandths(value) == 0)
        {
            return $"Invalid scalar resource '{resource.Name}': value is too small, it vanishes at three decimals";
        }

        return resource.Name == "gpus" && value != Math.Floor(value)
            ? "The 'gpus' resource must be an unsigned integer"
            : null;
    }

    private static string? RefuseRanges(Resource resource)
    {
        if (resource.Ranges is null || resource.Scalar is not null || resource.Set is not null)
        {
            return $"Invalid ranges resource '{resource.Name}': exactly the ranges must be set";
        }

        var last = default(Value.Types.Range);
        foreach (var range in resource.Ranges.Range.OrderBy(static range => range.Begin))
        {
            if (range.Begin > range.End)
            {
                return $"Invalid ranges resource '{resource.Name}': begin {range.Begin} > end {range.End}";
            }

            if (last is not null && range.Begin <= last.End)
            {
                return $"Invalid ranges resource '{resource.Name}': overlapping ranges";
            }

            last = range;
        }

        return null;
    }

    private static string? RefuseSet(Resource resource)
    {
        if (resource.Set is null || resource.Scalar is not null || resource.Ranges is not null)
        {
            return $"Invalid set resource '{resource.Name}': exactly the set must be set";
        }

        return resource.Set.Item.Distinct().Count() == resource.Set.Item.Count
            ? null
            : $"Invalid set resource '{resource.Name}': duplicated elements";
    }

    private static string? RefuseDisk(Resource resource)
    {
        if (resource.Disk is not { } disk)
        {
            return null;
        }

        if (resource.Name != "disk")
        {
            return $"DiskInfo should not be set for '{resource.Name}' resource";
        }

        if (disk.Source is { Type: Resource.Types.DiskInfo.Types.Source.Types.Type.Unknown })
        {
            return "Unsupported 'DiskInfo.Source.Type' of resource 'disk'";
        }

        return disk.Source is
            {
                Type: Resource.Types.DiskInfo.Types.Source.Types.Type.Raw or Resource.Types.DiskInfo.Types.Source.Types.Type.Block,
            } source && (source.Path is not null || source.Mount is not null)
            ? "'DiskInfo.Source.path' and 'mount' must not be set for RAW and BLOCK disks"
            : null;
    }

    private static string? RefuseReservations(Resource resource)
    {
        if (resource.HasRole && Roles.Refuse(resource.Role) is { } badRole)
        {
            return badRole;
        }

        if (resource.Reservation is { } old && (old.HasType || old.HasRole))
        {
            return "'Resource.ReservationInfo.type' and 'role' must not be set in the 'Resource.reservation' field";
        }

        if (resource.Reservation is not null && (!resource.HasRole || resource.Role == Roles.Default) && resource.Reservations.Count == 0)
        {
            return "Invalid reservation: role \"*\" cannot be dynamically reserved";
        }

        return resource.Reservations.Count == 0
            ? null
            : RefuseStack(resource.Reservations) ?? RefuseMixture(resource);
    }

    private static string? RefuseStack(IReadOnlyList<ReservationInfo> stack)
    {
        for (var i = 0; i < stack.Count; i++)
        {
            if (!stack[i].HasType || stack[i].Type == ReservationInfo.Types.Type.Unknown)
            {
                return "Invalid reservation: type is missing";
            }

            if (!stack[i].HasRole || stack[i].Role == Roles.Default)
            {
                return "Invalid reservation: role is missing or \"*\", which cannot be reserved";
            }

            if (Roles.Refuse(stack[i].Role) is { } badRole)
            {
                return $"Invalid reservation: {badRole}";
            }

            if (i > 0 && stack[i].Type == ReservationInfo.Types.Type.Static)
            {
                return "Invalid refined reservation: a refined reservation cannot be STATIC";
            }

            if (i > 0 && !Roles.IsDescendant(stack[i].Role, stack[i - 1].Role))
            {
                return $"Invalid refined reservation: role '{stack[i].Role}' is not a refinement of '{stack[i - 1].Role}'";
            }
        }

        return null;
    }

    private static string? RefuseMixture(Resource resource)
    {
        if (!resource.HasRole && resource.Reservation is null)
        {
            return null;
        }

        // The endpoint format has both notations: then they must say the same.
        var single = resource.Reservations.Count == 1 ? resource.Reservations[0] : null;
        var isDynamic = single?.Type == ReservationInfo.Types.Type.Dynamic;
        return single is not null && resource.Role == single.Role && isDynamic == (resource.Reservation is not null)
            ? null
            : "Invalid resource format: 'role' and 'reservation' contradict 'reservations'";
    }

    private static string? RefuseShared(Resource resource) =>
        resource.Shared is not null && resource.Disk?.Persistence is null
            ? "Only persistent volumes can be shared"
            : null;
}
