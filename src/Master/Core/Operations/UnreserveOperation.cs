using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>UNRESERVE: gives up the topmost reservation of resources (mesos.md 2.6).</summary>
public static class UnreserveOperation
{
    /// <summary>Why a reservation may not be given up; null if it may.</summary>
    public static string? Refuse(Resources resources, OperationAsker asker) =>
        OperationRules.Refuse(resources, asker)
        ?? resources.Select(RefuseOne).FirstOrDefault(static reason => reason is not null);

    /// <summary>What it comes to.</summary>
    public static Conversion Convert(Resources resources) => new(
        resources, resources.Select(static resource => resource.As(ReserveOperation.Popped(resource.Kind))));

    private static string? RefuseOne(Resource resource)
    {
        if (!resource.Kind.IsDynamicallyReserved)
        {
            return $"Resource {resource} is not dynamically reserved";
        }

        return resource.Kind.IsPersistentVolume
            ? $"A dynamically reserved persistent volume {resource} cannot be unreserved directly. Please destroy the "
                + "persistent volume first then unreserve the resource"
            : null;
    }
}
