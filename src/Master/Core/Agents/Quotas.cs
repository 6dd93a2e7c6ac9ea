using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Quota;

namespace Kernel.Master.Core.Agents;

/// <summary>Quotas between the wire and the allocator.</summary>
public static class Quotas
{
    /// <summary>The quota that a message means.</summary>
    public static Quota Read(QuotaConfig config) => new(
        Quantities.Of(config.Guarantees.Select(static pair => (pair.Key, Resource.ToThousandths(pair.Value.Value)))),
        Quantities.Of(config.Limits.Select(static pair => (pair.Key, Resource.ToThousandths(pair.Value.Value)))));
}
