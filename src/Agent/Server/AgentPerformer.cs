using Kernel.Agent.Core;
using Kernel.Agent.Server.Executors;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Sandboxes;
using Kernel.Protocol.AgentLink;
using Kernel.Runtime;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>Does to the world what the agent's core decided. It neither waits nor throws.</summary>
public sealed class AgentPerformer(
    LinkSender link,
    AgentHost host,
    HostCalls calls,
    ContainerPreparing preparing,
    SandboxMaking sandboxes,
    SandboxCollection collection,
    ExecutorStreams streams,
    Action<ExitAgent> exit,
    ILogger logger)
{
    /// <summary>Does one thing.</summary>
    /// <param name="effect">What.</param>
    /// <param name="pump">The loop that is told how it went.</param>
    public void Perform(AgentEffect effect, AgentPump pump)
    {
        switch (effect)
        {
            case SendToPeer send when Upid.TryParse(send.To, out var to): link.Send(to, send.Message); break;
            case SendToPeer send: logger.LogError("There is no such peer: {To}", send.To); break;
            case ConnectHost: host.Connect(pump); break;
            case AcceptHost: host.Accept(); break;
            case PrepareContainer prepare: preparing.Begin(prepare, pump); break;
            case PrepareGroup prepare: preparing.Begin(prepare, pump); break;
            case AbandonContainer abandon: preparing.Abandon(abandon.ContainerId); break;
            case SendToExecutor send: streams.Send(send.Stream, send.Event); break;
            case CloseExecutorStream close: streams.Close(close.Stream); break;
            case RetireSandbox retire: collection.Retire(retire.Directory, retire.After); break;
            case PrepareAgentDirectory or CreateVolumeDirectory or DeleteVolumeDirectory: PerformOnDisk(effect); break;
            case ExitAgent leave: exit(leave); break;
            default: PerformOnHost(effect); break;
        }
    }

    private void PerformOnHost(AgentEffect effect)
    {
        if (calls.Of(effect) is { } call)
        {
            host.Send(call);
        }
        else
        {
            logger.LogError("There is nobody to perform {Effect}", effect.GetType().Name);
        }
    }

    private void PerformOnDisk(AgentEffect effect)
    {
        try
        {
            switch (effect)
            {
                case PrepareAgentDirectory prepare: sandboxes.MakeAgentDirectory(prepare.Id.Value); break;
                case CreateVolumeDirectory create: Directory.CreateDirectory(create.Directory); break;
                case DeleteVolumeDirectory delete:
                    SandboxMaking.DeleteVolume(delete.Directory, delete.KeepDirectory);
                    break;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogError("{Effect} failed: {Reason}", effect, failure.Message);
        }
    }
}
