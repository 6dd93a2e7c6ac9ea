using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Microsoft.Extensions.Logging;

namespace Kernel.Master.Server.Link;

/// <summary>Takes what agents send and tells the loop.</summary>
internal sealed partial class LinkReceiver(Func<MasterInput, bool> post, Func<bool> isLeading, Action dropped, ILogger log) : ILinkReceiver
{
    /// <inheritdoc/>
    public void Received(LinkMessage message)
    {
        if (!isLeading())
        {
            // An agent whose message is lost tries again, and by then may have found the leader.
            dropped();
            return;
        }

        try
        {
            if (LinkInputs.Read(message) is { } input)
            {
                Post(input, message);
            }
            else
            {
                dropped();
                Unknown(log, message.Name, message.From.ToString());
            }
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or InvalidResourceException or FormatException)
        {
            dropped();
            Malformed(log, message.Name, message.From.ToString(), malformed.Message);
        }
    }

    private void Post(MasterInput input, LinkMessage message)
    {
        if (!post(input))
        {
            dropped();
            Overflow(log, message.Name, message.From.ToString());
        }
    }

    [LoggerMessage(100, LogLevel.Warning, "Ignored {Name} from {From}: the master does not know such messages")]
    private static partial void Unknown(ILogger log, string name, string from);

    [LoggerMessage(101, LogLevel.Warning, "Ignored {Name} from {From}: {Reason}")]
    private static partial void Malformed(ILogger log, string name, string from, string reason);

    [LoggerMessage(102, LogLevel.Error, "Dropped {Name} from {From}: the mailbox is full")]
    private static partial void Overflow(ILogger log, string name, string from);
}
