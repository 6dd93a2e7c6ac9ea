namespace Kernel.Marathon.Core;

/// <summary>Remembers the last failure of an app's task.</summary>
internal static class RecordFailure
{
    private const int LongestMessage = 10_000;

    /// <summary>Sets it, in the state and in the store.</summary>
    internal static void Set(
        MarathonState state, Instance instance, InstanceTask task, string taskState, string message, MarathonStep step)
    {
        var failure = new TaskFailure(
            instance.SpecId,
            task.Id.Value,
            taskState,
            message.Length > LongestMessage ? message[..LongestMessage] : message,
            instance.Agent?.Host ?? "",
            instance.Agent?.Id,
            instance.Spec.Version,
            step.Now);
        state.SetFailure(instance.SpecId, failure);
        step.Put(Stored.FailureKey(instance.SpecId), Stored.Write(failure));
    }

    /// <summary>Forgets it.</summary>
    internal static void Clear(MarathonState state, PathId id, MarathonStep step)
    {
        if (state.Failures.ContainsKey(id))
        {
            state.SetFailure(id, null);
            step.Delete(Stored.FailureKey(id));
        }
    }
}
