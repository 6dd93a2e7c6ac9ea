using System.Collections.Concurrent;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Fetcher;
using Kernel.Runtime;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Sandboxes;

/// <summary>Prepares containers in the background: sandbox, fetched files, owner; then tells the loop.</summary>
public sealed class ContainerPreparing(SandboxMaking sandboxes, SandboxFetcher fetcher, CancellationToken stop)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> running = new(StringComparer.Ordinal);

    /// <summary>Prepares the sandbox of an executor.</summary>
    public void Begin(PrepareContainer prepare, AgentPump pump) => Run(
        prepare.Run.ContainerId,
        "",
        async giveUp =>
        {
            sandboxes.Make(prepare.Run, prepare.Volumes);
            await fetcher.FetchAsync(prepare.Command, prepare.Run.Directory, prepare.Run.User, giveUp)
                .ConfigureAwait(false);
            await sandboxes.GiveToAsync(prepare.Run.User, prepare.Run.Directory, giveUp).ConfigureAwait(false);
            return new ContainerPrepared(prepare.Run.ContainerId);
        },
        pump);

    /// <summary>Prepares the nested sandboxes of a task group.</summary>
    public void Begin(PrepareGroup prepare, AgentPump pump) => Run(
        prepare.Run.ContainerId,
        prepare.Group,
        async giveUp =>
        {
            foreach (var task in prepare.Tasks)
            {
                var directory = sandboxes.MakeNested(prepare.Run, task);
                var command = task.Info.Command ?? new V1.CommandInfo();
                var user = command.HasUser ? command.User : prepare.Run.User;
                await fetcher.FetchAsync(command, directory, user, giveUp).ConfigureAwait(false);
                await sandboxes.GiveToAsync(user, directory, giveUp).ConfigureAwait(false);
            }

            return new GroupPrepared(prepare.Run.ContainerId, prepare.Group);
        },
        pump);

    /// <summary>Gives up preparing a container.</summary>
    public void Abandon(string container)
    {
        if (running.TryGetValue(container, out var cancel))
        {
            cancel.Cancel();
        }
    }

    private void Run(
        string container, string group, Func<CancellationToken, Task<AgentInput>> prepare, AgentPump pump) =>
        _ = Task.Run(() => RunAsync(container, group, prepare, pump), stop);

    private async Task RunAsync(
        string container, string group, Func<CancellationToken, Task<AgentInput>> prepare, AgentPump pump)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        running[container + group] = cancel;
        try
        {
            var prepared = await prepare(cancel.Token).ConfigureAwait(false);
            await pump.PostAsync(prepared, stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is FetchException or IOException or UnauthorizedAccessException)
        {
            await pump.PostAsync(new ContainerLaunchFailed(container, group, failure.Message), stop)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing will run there; the loop knows.
        }
        finally
        {
            running.TryRemove(container + group, out _);
        }
    }
}
