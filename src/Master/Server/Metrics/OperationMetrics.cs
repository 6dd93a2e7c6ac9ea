using Kernel.Master.Server.Legacy;
using Kernel.Runtime.Metrics;
using Mesos.V1;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of the operations on resources, by type and state.</summary>
internal static class OperationMetrics
{
    private static readonly OperationType[] Types =
    [
        OperationType.Reserve, OperationType.Unreserve, OperationType.Create, OperationType.Destroy,
        OperationType.GrowVolume, OperationType.ShrinkVolume, OperationType.CreateDisk, OperationType.DestroyDisk,
    ];

    private static readonly OperationState[] States =
        [.. Enum.GetValues<OperationState>().Where(static state => state is not (OperationState.OperationUnsupported or OperationState.OperationUnknown))];

    /// <summary>Adds them: how many there are that have not ended, and how many have ended how.</summary>
    public static void Add(MetricTable metrics, MetricsView view)
    {
        var present = view.State.Operations.CountBy(static operation => (operation.Info.Type, operation.LatestStatus.State)).ToDictionary();
        foreach (var type in Types)
        {
            var name = $"master/operations/{ProtoNames<OperationType>.Of(type).ToLowerInvariant()}";
            Add(metrics, name, one => one == type, present, view.Counters.Operations);
            metrics[$"{name}/total"] = view.State.Operations.Count(operation => operation.Info.Type == type);
        }

        Add(metrics, "master/operations", static _ => true, present, view.Counters.Operations);
        metrics["master/operations/total"] = view.State.Operations.Length;
    }

    private static void Add(
        MetricTable metrics,
        string name,
        Func<OperationType, bool> isMeant,
        IReadOnlyDictionary<(OperationType Type, OperationState State), int> present,
        IReadOnlyDictionary<(OperationType Type, OperationState State), long> ended)
    {
        foreach (var state in States)
        {
            if (IsEnd(state))
            {
                metrics.Count($"{name}/{Name(state)}", ended.Where(one => one.Key.State == state && isMeant(one.Key.Type)).Sum(static one => one.Value));
            }
            else
            {
                metrics[$"{name}/{Name(state)}"] = present.Where(one => one.Key.State == state && isMeant(one.Key.Type)).Sum(static one => one.Value);
            }
        }
    }

    private static bool IsEnd(OperationState state) => state is not
        (OperationState.OperationPending or OperationState.OperationUnreachable or OperationState.OperationRecovering);

    private static string Name(OperationState state) =>
        ProtoNames<OperationState>.Of(state)["OPERATION_".Length..].ToLowerInvariant();
}
