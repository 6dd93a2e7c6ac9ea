namespace Kernel.Master.Core.Counting;

/// <summary>Counts the messages that come to the master, by the names that Mesos's metrics have for them (mesos.md 8.7).</summary>
public static class CountInput
{
    /// <summary>Counts an input, if it is a message that has a metric.</summary>
    public static void Decide(MasterState state, MasterInput input)
    {
        if (NameOf(input) is { } name)
        {
            state.Counters.Count(name);
        }
    }

    private static string? NameOf(MasterInput input) => input switch
    {
        MasterInput.SchedulerSubscribing { Call.FrameworkInfo.Id.Value.Length: > 0 } => "messages_reregister_framework",
        MasterInput.SchedulerSubscribing => "messages_register_framework",
        MasterInput.AgentRegistering => "messages_register_slave",
        MasterInput.PeerAuthenticating => "messages_authenticate",
        MasterInput.AgentReregistering => "messages_reregister_slave",
        MasterInput.AgentUnregistering => "messages_unregister_slave",
        MasterInput.AgentUpdating => "messages_update_slave",
        MasterInput.StatusForwarded => "messages_status_update",
        MasterInput.OperationStatusForwarded => "messages_operation_status_update",
        MasterInput.ExecutorExited => "messages_exited_executor",
        MasterInput.ExecutorMessaged => "messages_executor_to_framework",
        _ => null,
    };
}
