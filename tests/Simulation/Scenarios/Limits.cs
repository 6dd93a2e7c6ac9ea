using Kernel.Master.Core;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Quotas as operators set them.</summary>
public static class Limits
{
    /// <summary>A role may have so many cpus, and none is guaranteed to it.</summary>
    public static OperatorCall Of(string role, double cpus)
    {
        var config = new QuotaConfig { Role = role };
        config.Limits.Add("cpus", new Value.Types.Scalar { Value = cpus });
        return new OperatorCall.UpdateQuota([config], Force: true);
    }

    /// <summary>A role is guaranteed so many cpus.</summary>
    public static OperatorCall Guarantee(string role, double cpus)
    {
        var config = new QuotaConfig { Role = role };
        config.Guarantees.Add("cpus", new Value.Types.Scalar { Value = cpus });
        return new OperatorCall.UpdateQuota([config], Force: true);
    }
}
