using Kernel.Master.Server.Reads;
using Mesos.V1;
using Mesos.V1.Quota;

namespace Kernel.Master.Server.Operators;

/// <summary>Quotas and weights as messages.</summary>
internal static class PolicyMessages
{
    /// <summary>The quotas, also in the old form that knew only guarantees.</summary>
    public static QuotaStatus Quota(MasterView view)
    {
        var status = new QuotaStatus();
        status.Configs.AddRange(view.Quotas);
        status.Infos.AddRange(view.Quotas.Select(ToInfo));
        return status;
    }

    /// <summary>The weights that are set.</summary>
    public static IEnumerable<WeightInfo> Weights(MasterView view) =>
        view.Weights.Select(static pair => new WeightInfo { Role = pair.Key, Weight = pair.Value });

    /// <summary>Scalars as resources that nobody reserved.</summary>
    public static IEnumerable<Resource> Scalars(IEnumerable<KeyValuePair<string, double>> amounts) =>
        amounts.Select(static amount => new Resource
        {
            Name = amount.Key, Type = Value.Types.Type.Scalar, Scalar = new() { Value = amount.Value },
        });

    private static QuotaInfo ToInfo(QuotaConfig config)
    {
        var info = new QuotaInfo { Role = config.Role };
        info.Guarantee.AddRange(Scalars(
            config.Guarantees.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                .Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Value))));
        return info;
    }
}
