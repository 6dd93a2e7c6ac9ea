using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Protocol.AgentLink;
using Kernel.Runtime;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server.Link;

/// <summary>Hands messages of the agent link to the agent's loop.</summary>
/// <param name="self">The process that messages must be for, <c>slave(1)</c>.</param>
/// <param name="pump">The loop.</param>
/// <param name="logger">Told of messages that cannot be read.</param>
public sealed class AgentLinkReceiver(string self, AgentPump pump, ILogger logger) : ILinkReceiver
{
    /// <inheritdoc/>
    public void Received(LinkMessage message)
    {
        if (message.To != self)
        {
            logger.LogDebug("Ignored {Message} of {From} for {To}", message.Name, message.From, message.To);
            return;
        }

        try
        {
            if (LinkInputs.Read(message.From.ToString(), message.Name, message.Body) is { } input
                && !pump.TryPost(input))
            {
                logger.LogError("The agent's loop is full: {Message} of {From} is lost", message.Name, message.From);
            }
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or FormatException)
        {
            logger.LogWarning("Ignored {Message} of {From}: {Reason}", message.Name, message.From, failure.Message);
        }
    }
}
