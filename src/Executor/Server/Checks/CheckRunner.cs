using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Kernel.Containers;
using Kernel.Executor.Core;
using Kernel.Runtime;

namespace Kernel.Executor.Server;

/// <summary>Makes checks of tasks: by a command in the task's environment, by HTTP, by TCP.</summary>
internal sealed class CheckRunner(
    ContainerRunner containers, ChannelPump<HostInput, HostEffect> pump, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Container, CheckPurpose Purpose), CancellationTokenSource> running =
        new();

    /// <summary>Makes a check; the loop is told the outcome.</summary>
    public void Run(RunCheck check)
    {
        var key = (check.Plan.ContainerId, check.Purpose);
        var stop = new CancellationTokenSource();
        running[key] = stop;
        _ = Task.Run(async () =>
        {
            var outcome = await OutcomeAsync(check, stop.Token).ConfigureAwait(false);
            running.TryRemove(new(key, stop));
            await pump.PostAsync(new CheckEnded(check.Plan.ContainerId, check.Purpose, check.Generation, outcome))
                .ConfigureAwait(false);
        });
    }

    /// <summary>Gives up what is being checked of a container.</summary>
    public void Cancel(string container)
    {
        foreach (var purpose in (CheckPurpose[])[CheckPurpose.Information, CheckPurpose.Health])
        {
            if (running.TryRemove((container, purpose), out var stop))
            {
                stop.Cancel();
            }
        }
    }

    private async Task<CheckOutcome> OutcomeAsync(RunCheck check, CancellationToken stop)
    {
        var definition = check.Definition;
        var patience = definition.Timeout > TimeSpan.Zero && definition.Timeout < TimeSpan.FromDays(1)
            ? definition.Timeout : Timeout.InfiniteTimeSpan;
        var network = containers.NetworkOf(check.Plan.ContainerId);
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return definition.Kind switch
            {
                CheckKind.Command => await RunCommandAsync(check, either.Token).ConfigureAwait(false),
                CheckKind.Http => await HttpCheck.GetAsync(definition, network, either.Token).ConfigureAwait(false),
                _ => await ConnectAsync(definition, network, either.Token).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException)
        {
            return CheckOutcome.Unknown with { Trouble = $"it took longer than {patience}" };
        }
        catch (Exception failure) when (failure is LaunchFailedException or HttpRequestException or IOException)
        {
            return CheckOutcome.Unknown with { Trouble = failure.Message };
        }
    }

    private async Task<CheckOutcome> RunCommandAsync(RunCheck check, CancellationToken stop)
    {
        var command = check.Definition.Command ?? throw new LaunchFailedException("the check has no command");
        return await containers.RunInsideAsync(check.Plan, command, stop).ConfigureAwait(false) is { } code
            ? new() { ExitCode = code, Trouble = $"its command exited with status {code}" }
            : CheckOutcome.Unknown with { Trouble = "its command could not be started" };
    }

    private static async Task<CheckOutcome> ConnectAsync(
        CheckDefinition definition, int? network, CancellationToken stop)
    {
        using var socket = CheckSockets.Create(network, definition.IsOverIpv6);
        try
        {
            var address = definition.IsOverIpv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
            await socket.ConnectAsync(address, definition.Port, stop).ConfigureAwait(false);
            return new() { IsConnected = true };
        }
        catch (SocketException refused)
        {
            return new() { IsConnected = false, Trouble = refused.Message };
        }
    }
}
