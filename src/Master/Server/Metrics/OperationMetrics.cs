using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Mesos.V1;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of the operations on resources that are not forgotten yet, by type and state.</summary>
internal static class OperationMetrics
{
    private static readonly OperationType[] Types =
    [
        OperationType.Reserve, OperationType.Unreserve, OperationType.Create, OperationType.Destroy,
        OperationType.GrowVolume, OperationType.ShrinkVolume, OperationType.CreateDisk, OperationType.DestroyDisk,
    ];

    private static readonly OperationState[] States =
        [.. Enum.GetValues<OperationState>().Where(static state => state is not (OperationState.OperationUnsupported or OperationState.OperationUnknown))];

    /// <summary>Adds them.</summary>
    public static void Add(SortedDictionary<string, double> metrics, MasterView view)
    {
        var counts = view.Operations.CountBy(static operation => (operation.Info.Type, operation.LatestStatus.State)).ToDictionary();
        foreach (var type in Types)
        {
            var name = ProtoNames<OperationType>.Of(type).ToLowerInvariant();
            foreach (var state in States)
            {
                metrics[$"master/operations/{name}/{Name(state)}"] = counts.GetValueOrDefault((type, state));
            }

            metrics[$"master/operations/{name}/total"] = counts.Where(one => one.Key.Type == type).Sum(static one => one.Value);
        }

        foreach (var state in States)
        {
            metrics[$"master/operations/{Name(state)}"] = counts.Where(one => one.Key.State == state).Sum(static one => one.Value);
        }

        metrics["master/operations/total"] = view.Operations.Length;
    }

    private static string Name(OperationState state) =>
        ProtoNames<OperationState>.Of(state)["OPERATION_".Length..].ToLowerInvariant();
}
