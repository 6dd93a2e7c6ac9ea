using System.Security.Cryptography;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime;
using Mesos.V1;
using Mesos.V1.Executor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Task = System.Threading.Tasks.Task;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Frameworks.Client;

/// <summary>
/// What the author of a custom executor writes: override what the agent asks for, tell what becomes of the tasks. The
/// methods
/// are called one at a time and must not block. Updates are told again until they are acknowledged; a restart of the
/// agent is
/// survived where the framework checkpoints.
/// </summary>
public abstract partial class Executor
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(3);

    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly HttpClient http;
    private readonly Calls calls;
    private readonly ChannelPump<ExecutorInput, ExecutorEffect> pump;
    private readonly CancellationTokenSource done = new();
    private ExecutorSession? session;

    /// <summary>Creates an executor.</summary>
    /// <param name="environment">What the agent said; null: what it said in the environment of this process.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="log">Hears what happens to the connection; null: nobody.</param>
    /// <param name="format">How messages are written.</param>
    /// <exception cref="FormatException">The environment is not that of an executor; the message names the
    /// variable.</exception>
    protected Executor(
        ExecutorEnvironment? environment = null,
        TimeProvider? time = null,
        ILogger? log = null,
        MessageFormat format = MessageFormat.Protobuf)
    {
        Environment = environment ?? ExecutorEnvironment.Read();
        this.time = time ?? TimeProvider.System;
        this.log = log ?? NullLogger.Instance;
        http = new(Tls.Handler(Environment.Tls, TimeSpan.FromSeconds(10)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        calls = new(format, Environment.AuthenticationToken is { } token ? new("Bearer", token) : null);
        pump = new(
            new ExecutorMachine(Environment),
            new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))),
            static _ => Task.CompletedTask,
            Perform,
            sentence => Noted(this.log, sentence),
            this.time);
    }

    /// <summary>What the agent said when it started the executor.</summary>
    public ExecutorEnvironment Environment { get; }

    /// <summary>
    /// Runs until the executor is to end: then <see cref="OnShutdown"/> has been called, or <see cref="Stop"/>.
    /// </summary>
    public async Task RunAsync(CancellationToken stop = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, done.Token);
        try
        {
            await pump.PostAsync(new ExecutorInput.Started(), both.Token).ConfigureAwait(false);
            await pump.RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // Asked for, or over.
        }
        finally
        {
            await (session?.FlushAsync(FlushTimeout, time) ?? Task.CompletedTask).ConfigureAwait(false);
            http.Dispose();
        }
    }

    /// <summary>The agent listens, for the first time or again after it was away.</summary>
    protected virtual void OnSubscribed(Event.Types.Subscribed subscribed)
    {
    }

    /// <summary>
    /// A task is to be started. Tell what becomes of it with <see cref="Update(TaskID, TaskState, string)"/>.
    /// </summary>
    protected abstract void OnLaunch(TaskInfo task);

    /// <summary>Tasks are to be started together. By default one after the other.</summary>
    protected virtual void OnLaunchGroup(TaskGroupInfo group)
    {
        foreach (var task in group.Tasks)
        {
            OnLaunch(task);
        }
    }

    /// <summary>A task is to be ended.</summary>
    /// <param name="task">Which.</param>
    /// <param name="policy">How long it may take; null: as the task itself says.</param>
    protected abstract void OnKill(TaskID task, KillPolicy? policy);

    /// <summary>The scheduler sent some bytes.</summary>
    protected virtual void OnMessage(ReadOnlyMemory<byte> data)
    {
    }

    /// <summary>The agent is out of reach; the tasks go on and the agent is tried again.</summary>
    protected virtual void OnDisconnected(string reason)
    {
    }

    /// <summary>
    /// The executor is to end: end the tasks, tell their states, and call <see cref="Stop"/>. By default it stops at
    /// once.
    /// </summary>
    protected virtual void OnShutdown(string reason) => Stop();

    /// <summary>Tells the state of a task.</summary>
    protected void Update(TaskID task, TaskState state, string message = "") =>
        Update(new TaskStatus { TaskId = task, State = state, Message = message });

    /// <summary>Tells the state of a task; the id of the update, its time, source and executor are filled in.</summary>
    protected void Update(TaskStatus status) => pump.TryPost(new ExecutorInput.Updating(status));

    /// <summary>Sends the scheduler some bytes; they may be lost.</summary>
    protected void Send(ReadOnlyMemory<byte> data) => pump.TryPost(new ExecutorInput.Messaging(data));

    /// <summary>Ends <see cref="RunAsync"/>, once what was told before has been sent.</summary>
    protected void Stop() => pump.TryPost(new ExecutorInput.Stopping());

    private void Perform(ExecutorEffect effect)
    {
        switch (effect)
        {
            case ExecutorEffect.Open open:
                session = new(http, calls, Environment.Api, open.Attempt, input => pump.PostAsync(input));
                session.Begin(open.Call);
                break;
            case ExecutorEffect.Close:
                session?.End();
                break;
            case ExecutorEffect.Send send:
                session?.Send(send.Call);
                break;
            case ExecutorEffect.Tell told:
                Hear(told.Event);
                break;
            case ExecutorEffect.TellDisconnected told:
                OnDisconnected(told.Reason);
                break;
            case ExecutorEffect.TellShutdown told:
                OnShutdown(told.Reason);
                break;
            case ExecutorEffect.End:
                done.Cancel();
                break;
        }
    }

    private void Hear(Event said)
    {
        switch (said.Type)
        {
            case Event.Types.Type.Subscribed:
                OnSubscribed(said.Subscribed);
                break;
            case Event.Types.Type.Launch:
                OnLaunch(said.Launch.Task);
                break;
            case Event.Types.Type.LaunchGroup:
                OnLaunchGroup(said.LaunchGroup.TaskGroup);
                break;
            case Event.Types.Type.Kill:
                OnKill(said.Kill.TaskId, said.Kill.KillPolicy);
                break;
            case Event.Types.Type.Message:
                OnMessage(said.Message.Data.Memory);
                break;
        }
    }

    [LoggerMessage(20, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger log, string sentence);
}
