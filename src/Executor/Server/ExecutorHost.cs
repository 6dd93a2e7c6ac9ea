using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kernel.Containers.Processes;
using Kernel.Executor.Core;
using Kernel.Model;
using Kernel.Runtime;

namespace Kernel.Executor.Server;

/// <summary>
/// The executor host: one process per agent, the parent of everything that runs there, which outlives the agent. It
/// must be alone in its process, for it waits for all of the process's children.
/// </summary>
public sealed class ExecutorHost
{
    private static readonly TimeSpan stopGrace = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<string> left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChannelPump<HostInput, HostEffect> pump;
    private readonly AgentListener listener;
    private readonly ContainerRunner containers;
    private readonly CheckRunner checks;
    private readonly TimeProvider time;

    private ExecutorHost(ExecutorHostOptions options, TimeProvider time, TextWriter log)
    {
        var state = new HostState(new()
        {
            RecoveryTimeout = options.RecoveryTimeout,
            Process = Environment.ProcessId,
        });
        this.time = time;
        pump = new(
            new HostMachine(state),
            new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)))),
            static _ => Task.CompletedTask,
            Perform,
            sentence => Log(log, time, sentence),
            time);
        listener = new(options.Socket, pump, sentence => Log(log, time, sentence));
        containers = new(pump);
        checks = new(containers, pump, time);
        containers.Start(
            new ProcessContainerizer(containers, IsolationFlag.Read(options)), DockerFlags.Open(options, containers));
    }

    /// <summary>Runs a host until it is told to stop, or has nothing left to live for.</summary>
    /// <param name="options">Its flags.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it writes its log.</param>
    /// <param name="stop">Ends everything that it runs, and then it.</param>
    /// <exception cref="HostStartException">It cannot begin.</exception>
    public static async Task RunAsync(
        ExecutorHostOptions options, TimeProvider time, TextWriter log, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var place = SocketPlace.Take(options.Socket);
        var host = new ExecutorHost(options, time, log);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, host.StopOn);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, host.StopOn);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        using var stopping = stop.Register(host.BeginStop);
        Log(log, time, $"Executor host {Environment.ProcessId} listens on {options.Socket}");
        var why = await host.RunAsync().ConfigureAwait(false);
        Log(log, time, $"Executor host {Environment.ProcessId} leaves: {why}");
    }

    private async Task<string> RunAsync()
    {
        using var over = new CancellationTokenSource();
        var listening = listener.RunAsync(over.Token);
        pump.TryPost(new HostStarted());
        var turning = pump.RunAsync(over.Token);
        var first = await Task.WhenAny(turning, listening, left.Task).ConfigureAwait(false);
        containers.EndAll();
        await listener.FlushAsync().ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(turning, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        return await left.Task.ConfigureAwait(false);
    }

    private void StopOn(PosixSignalContext context)
    {
        context.Cancel = true;
        BeginStop();
    }

    private void BeginStop() => pump.TryPost(new StopRequested(stopGrace));

    private void Perform(HostEffect effect)
    {
        switch (effect)
        {
            case SendToAgent send: listener.Send(send.Event); break;
            case StartContainer start: containers.Launch(start.Plan); break;
            case StartInside start: containers.LaunchInside(start.Plan, start.Parent); break;
            case CloseContainerInput close: containers.CloseInput(close.ContainerId); break;
            case SignalContainer signal: containers.Signal(signal.ContainerId, signal.Signal); break;
            case RunCheck run: checks.Run(run); break;
            case CancelChecks cancel: checks.Cancel(cancel.ContainerId); break;
            case MeasureContainers measure: _ = Task.Run(() => Measure(measure)); break;
            case ExitHost exit: left.TrySetResult(exit.Why); break;
            default: throw Invariant.Unreachable($"an effect of type {effect.GetType().Name}");
        }
    }

    private void Measure(MeasureContainers request) =>
        listener.Send(ContainerMeasuring.Measure(request, containers, time));

    private static void Log(TextWriter log, TimeProvider time, string sentence)
    {
        lock (log)
        {
            log.WriteLine($"{time.GetUtcNow():O} {sentence}");
            log.Flush();
        }
    }
}
