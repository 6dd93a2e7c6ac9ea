using Mesos.V1.Executor;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Frameworks.Client;

/// <summary>What an executor's subscription can be told. What belongs to an earlier attempt is void.</summary>
public abstract record ExecutorInput
{
    private ExecutorInput()
    {
    }

    /// <summary>The executor wants to subscribe.</summary>
    public sealed record Started : ExecutorInput;

    /// <summary>A task has a new state.</summary>
    /// <param name="Status">The state; what is needed besides task and state is filled in.</param>
    public sealed record Updating(TaskStatus Status) : ExecutorInput;

    /// <summary>The executor wants to send its scheduler some bytes.</summary>
    public sealed record Messaging(ReadOnlyMemory<byte> Data) : ExecutorInput;

    /// <summary>The executor is done: what it told before still goes out.</summary>
    public sealed record Stopping : ExecutorInput;

    /// <summary>An event has come.</summary>
    public sealed record Received(int Attempt, Event Event) : ExecutorInput;

    /// <summary>There is no stream, or it has ended, or a call was lost.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Reason">Why, for people.</param>
    /// <param name="ForGood">Whether the agent will not have this executor at all.</param>
    public sealed record Ended(int Attempt, string Reason, bool ForGood = false) : ExecutorInput;

    /// <summary>It is time to try again.</summary>
    internal sealed record RetryDue(int Attempt) : ExecutorInput;

    /// <summary>The agent has been away for as long as the executor waits for it.</summary>
    internal sealed record WindowOver(int Disconnection) : ExecutorInput;
}
