using Google.Protobuf;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Executor;
using ExecutorStep = Kernel.Model.Step<Kernel.Frameworks.Client.ExecutorInput, Kernel.Frameworks.Client.ExecutorEffect>;
using TaskStatus = Mesos.V1.TaskStatus;
using Type = Mesos.V1.Executor.Event.Types.Type;

namespace Kernel.Frameworks.Client;

/// <summary>
/// Keeps an executor subscribed with its agent, remembers what the agent has not acknowledged, and decides when an
/// agent that is away
/// has been away for too long (mesos.md 3.3 and 3.5). Pure: the shell opens streams.
/// </summary>
/// <param name="environment">What the agent said when it started the executor.</param>
public sealed class ExecutorMachine(ExecutorEnvironment environment) : IMachine<ExecutorInput, ExecutorEffect>
{
    private readonly Dictionary<string, TaskInfo> unacknowledgedTasks = [];
    private readonly OrderedDictionary<ByteString, TaskStatus> unacknowledgedUpdates = [];
    private int attempt;
    private int disconnection;
    private bool isAway = true;
    private bool wasSubscribed;
    private bool isOver;

    /// <summary>Whether the executor is subscribed.</summary>
    public bool IsSubscribed => !isAway && !isOver;

    /// <inheritdoc/>
    public void Decide(ExecutorInput input, ExecutorStep step)
    {
        switch (input)
        {
            case ExecutorInput.Updating updating:
                Update(updating.Status, step);
                break;
            case ExecutorInput.Messaging messaging when !isAway:
                var data = ByteString.CopyFrom(messaging.Data.Span);
                Send(new() { Type = Call.Types.Type.Message, Message = new() { Data = data } }, step);
                break;
            case ExecutorInput.Stopping:
                isOver = true;
                step.Do(new ExecutorEffect.End());
                break;
            case var _ when isOver:
                break;
            case ExecutorInput.Started:
                Open(step);
                break;
            case ExecutorInput.Received received when received.Attempt == attempt:
                Receive(received.Event, step);
                break;
            case ExecutorInput.Ended ended when ended.Attempt == attempt:
                Lose(ended, step);
                break;
            case ExecutorInput.RetryDue due when due.Attempt == attempt:
                Open(step);
                break;
            case ExecutorInput.WindowOver over when over.Disconnection == disconnection && isAway:
                Shutdown($"the agent has been away for {environment.RecoveryTimeout.TotalSeconds:0} s", step);
                break;
        }
    }

    private void Open(ExecutorStep step)
    {
        attempt++;
        var subscribe = new Call.Types.Subscribe();
        subscribe.UnacknowledgedTasks.AddRange(unacknowledgedTasks.Values);
        subscribe.UnacknowledgedUpdates.AddRange(
            unacknowledgedUpdates.Values.Select(static status => new Call.Types.Update { Status = status }));
        step.Do(new ExecutorEffect.Open(attempt, Filled(new() { Type = Call.Types.Type.Subscribe, Subscribe = subscribe })));
    }

    private void Receive(Event said, ExecutorStep step)
    {
        switch (said.Type)
        {
            case Type.Heartbeat:
                return;
            case Type.Subscribed:
                (isAway, wasSubscribed) = (false, true);
                break;
            case Type.Launch:
                unacknowledgedTasks[said.Launch.Task.TaskId.Value] = said.Launch.Task;
                break;
            case Type.LaunchGroup:
                foreach (var task in said.LaunchGroup.TaskGroup.Tasks)
                {
                    unacknowledgedTasks[task.TaskId.Value] = task;
                }

                break;
            case Type.Acknowledged:
                unacknowledgedTasks.Remove(said.Acknowledged.TaskId.Value);
                unacknowledgedUpdates.Remove(said.Acknowledged.Uuid);
                break;
            case Type.Shutdown:
                Shutdown("the agent says so", step);
                return;
            case Type.Error:
                Shutdown($"the agent refuses the executor: {said.Error.Message}", step);
                return;
        }

        step.Do(new ExecutorEffect.Tell(said));
    }

    /// <summary>An update is kept until it is acknowledged, and told again with the next subscription.</summary>
    private void Update(TaskStatus status, ExecutorStep step)
    {
        var full = status.Clone();
        full.Uuid = ByteString.CopyFrom(step.Chance.NextGuid().ToByteArray(bigEndian: true));
        full.Timestamp = step.Now.Seconds;
        full.Source = TaskStatus.Types.Source.Executor;
        full.ExecutorId = new() { Value = environment.ExecutorId };
        unacknowledgedUpdates.Add(full.Uuid, full);
        if (!isAway)
        {
            Send(new() { Type = Call.Types.Type.Update, Update = new() { Status = full } }, step);
        }
    }

    private void Lose(ExecutorInput.Ended ended, ExecutorStep step)
    {
        step.Do(new ExecutorEffect.Close(attempt));
        attempt++;
        var isNews = !isAway || disconnection == 0;
        isAway = true;
        if (ended.ForGood || (wasSubscribed && !environment.Checkpoint))
        {
            Shutdown(ended.Reason, step);
            return;
        }

        if (isNews)
        {
            disconnection++;
            step.Do(new ExecutorEffect.TellDisconnected(ended.Reason));
            step.After(environment.RecoveryTimeout, new ExecutorInput.WindowOver(disconnection));
        }

        step.After(step.Chance.Next(environment.SubscriptionBackoffMax), new ExecutorInput.RetryDue(attempt));
    }

    private void Shutdown(string reason, ExecutorStep step)
    {
        isOver = true;
        step.Note($"shuts down: {reason}");
        step.Do(new ExecutorEffect.TellShutdown(reason));
    }

    private void Send(Call call, ExecutorStep step) => step.Do(new ExecutorEffect.Send(attempt, Filled(call)));

    private Call Filled(Call call)
    {
        call.FrameworkId = new() { Value = environment.FrameworkId };
        call.ExecutorId = new() { Value = environment.ExecutorId };
        return call;
    }
}
