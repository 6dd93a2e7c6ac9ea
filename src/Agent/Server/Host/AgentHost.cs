using Kernel.Agent.Core;
using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using Kernel.Runtime;
using Microsoft.Extensions.Logging;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Host;

/// <summary>
/// The agent's executor host: a living one is found again, or what a dead one left is ended and another one started.
/// Its events go to the loop; calls go to it once the loop has seen what it runs.
/// </summary>
public sealed class AgentHost(
    HostPlace place,
    HostStart start,
    TimeSpan recoveryTimeout,
    TimeProvider time,
    ILogger logger,
    CancellationToken stop)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private volatile HostConnection? greeted;
    private readonly HostMeasurements measurements = new(time);
    private readonly HostQuestions questions = new();
    private volatile HostConnection? accepted;

    /// <summary>
    /// Finds or starts a host, in the background, and hands its events to the loop until its connection ends.
    /// </summary>
    public void Connect(AgentPump pump) => _ = Task.Run(() => ServeAsync(pump), stop);

    /// <summary>Lets calls through to the host that greeted last.</summary>
    public void Accept() => accepted = greeted;

    /// <summary>Sends a call; without a host that the loop has accepted nothing is sent.</summary>
    public void Send(HostCall call) => accepted?.Send(call);

    /// <summary>
    /// What the containers of executors use, by container; without a host, or if it does not answer in time, nothing.
    /// </summary>
    public Task<IReadOnlyDictionary<string, V1.ResourceStatistics>> MeasureAsync() => measurements.AskAsync(accepted);

    /// <summary>Asks the host something that it answers by name.</summary>
    public Task<Answer> AskAsync(Func<string, HostCall> ask, CancellationToken stop) =>
        questions.AskAsync(ask, call => accepted?.Send(call) ?? false, stop);

    /// <summary>Ends every container and the host, and waits for that.</summary>
    /// <param name="grace">How long the containers may take.</param>
    public async Task EndAsync(TimeSpan grace)
    {
        if (accepted is { } host)
        {
            host.Send(new() { Stop = new() { GraceNanoseconds = grace.Ticks * 100 } });
            Task ended = host.Completion.WaitAsync(grace + TimeSpan.FromSeconds(3), time);
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(AgentPump pump)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ServeOneAsync(pump).ConfigureAwait(false);
                return;
            }
            catch (Exception failure) when (failure is IOException or HostLinkException or UnauthorizedAccessException)
            {
                logger.LogError("No executor host: {Reason}", failure.Message);
                await Task.Delay(Retry, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeOneAsync(AgentPump pump)
    {
        using var connected = new ManualResetEventSlim();
        var host = await FindAsync(Received).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            greeted = host;
            connected.Set();
            var why = await host.Completion.WaitAsync(stop).ConfigureAwait(false);
            logger.LogWarning("The connection to the executor host ended: {Reason}", why ?? "it closed");
        }

        accepted = null;
        questions.Forget();
        await pump.PostAsync(new HostLost(), stop).ConfigureAwait(false);

        // The welcome may come before the connection is known here; the loop must not accept it before.
        void Received(HostEvent message)
        {
            connected.Wait(stop);
            measurements.Received(message);
            questions.Received(message);
            if (HostEvents.Read(message) is { } input && !pump.TryPost(input))
            {
                pump.PostAsync(input, stop).AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private async Task<HostConnection> FindAsync(Action<HostEvent> received)
    {
        var hello = new Hello { RecoveryTimeoutNanoseconds = recoveryTimeout.Ticks * 100 };
        var living = await HostConnection.TryConnectAsync(place.Socket, hello, received, stop).ConfigureAwait(false);
        if (living is not null)
        {
            return living;
        }

        await HostLeftovers.EndAsync(place.Marker, time, logger, stop).ConfigureAwait(false);
        File.Delete(place.Socket);
        return await HostConnection.ConnectOrStartAsync(start, hello, received, time, stop).ConfigureAwait(false);
    }
}
