using Kernel.Master.Server.Reads;
using Kernel.Runtime.Metrics;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;

namespace Kernel.Master.Server.Metrics;

/// <summary>Counters of what has happened. All are there from the start, so that rates can be taken.</summary>
internal static class EventMetrics
{
    private static readonly string[] Known =
    [
        "slave_registrations", "slave_reregistrations", "slave_removals", "slave_removals/reason_registered",
        "slave_removals/reason_unhealthy", "slave_removals/reason_unregistered", "slave_shutdowns_canceled",
        "slave_shutdowns_completed", "slave_shutdowns_scheduled", "slave_unreachable_canceled", "slave_unreachable_completed",
        "slave_unreachable_scheduled", "recovery_slave_removals", "valid_status_updates", "invalid_status_updates",
        "valid_status_update_acknowledgements", "invalid_status_update_acknowledgements", "valid_operation_status_updates",
        "invalid_operation_status_updates", "valid_operation_status_update_acknowledgements",
        "invalid_operation_status_update_acknowledgements", "valid_framework_to_executor_messages",
        "invalid_framework_to_executor_messages", "valid_executor_to_framework_messages", "invalid_executor_to_framework_messages",
        "messages_authenticate", "messages_deactivate_framework", "messages_executor_to_framework", "messages_exited_executor",
        "messages_operation_status_update", "messages_register_framework", "messages_reregister_framework",
        "messages_register_slave", "messages_reregister_slave", "messages_unregister_slave", "messages_update_slave",
        "messages_status_update",
    ];

    private static readonly (string Name, CallType Call)[] Messages =
    [
        ("unregister_framework", CallType.Teardown), ("launch_tasks", CallType.Accept),
        ("decline_offers", CallType.Decline), ("revive_offers", CallType.Revive), ("suppress_offers", CallType.Suppress),
        ("kill_task", CallType.Kill), ("status_update_acknowledgement", CallType.Acknowledge),
        ("operation_status_update_acknowledgement", CallType.AcknowledgeOperationStatus), ("reconcile_tasks", CallType.Reconcile),
        ("reconcile_operations", CallType.ReconcileOperations), ("framework_to_executor", CallType.Message),
        ("resource_request", CallType.Request),
    ];

    /// <summary>Adds them.</summary>
    public static void Add(MetricTable metrics, CountersView counters)
    {
        foreach (var name in Known)
        {
            metrics.Count($"master/{name}", 0);
        }

        foreach (var (name, count) in counters.Events)
        {
            metrics.Count($"master/{name}", count);
        }

        foreach (var (name, call) in Messages)
        {
            metrics.Count($"master/messages_{name}", counters.Calls.GetValueOrDefault(call));
        }
    }
}
