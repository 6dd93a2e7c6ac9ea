using Kernel.Master.Core;
using Kernel.Master.Server.Scheduler;
using Kernel.Model;
using Kernel.Protocol.AgentLink;

namespace Kernel.Master.Server;

/// <summary>Does the master's effects to the world. Nothing here blocks or fails.</summary>
internal sealed class MasterPerformer(EventStreams streams, LinkSender link, Action<MasterEvent> publish, Action<string> abort)
{
    /// <summary>Does one effect.</summary>
    public void Perform(MasterEffect effect)
    {
        switch (effect)
        {
            case MasterEffect.SendEvent send:
                streams.Send(send.StreamId, send);
                break;
            case MasterEffect.SendOffers send:
                streams.Send(send.StreamId, send);
                break;
            case MasterEffect.CloseStream close:
                streams.Close(close.StreamId);
                break;
            case MasterEffect.SendToAgent send when Upid.TryParse(send.To, out var to):
                link.Send(to, send.Message, send.From);
                break;
            case MasterEffect.SendToAgent:
                break;
            case MasterEffect.CloseLink close when Upid.TryParse(close.Pid, out var peer):
                link.Close(peer);
                break;
            case MasterEffect.CloseLink:
                break;
            case MasterEffect.Answer answer:
                answer.To.Answer(answer.What);
                break;
            case MasterEffect.Publish published:
                publish(published.Event);
                break;
            case MasterEffect.Abort aborted:
                abort(aborted.Why);
                break;
            default:
                throw Invariant.Unreachable($"no performer for {effect.GetType().Name}");
        }
    }
}
