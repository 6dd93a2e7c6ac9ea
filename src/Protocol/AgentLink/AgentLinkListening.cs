using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kernel.Protocol.AgentLink;

/// <summary>Lets one port serve the agent link and HTTP.</summary>
public static class AgentLinkListening
{
    /// <summary>
    /// Hands connections on which a libprocess peer speaks to a raw reader, and all others on to HTTP. Kestrel's HTTP limits
    /// (keep-alive, body rate, body size, Host) would break a link.
    /// </summary>
    /// <param name="options">The listening port.</param>
    /// <param name="receiver">Who takes the messages.</param>
    /// <param name="time">The clock that bounds half-sent messages; the system's if null.</param>
    /// <param name="messageBytesMax">The longest message that is accepted.</param>
    public static ListenOptions UseAgentLink(
        this ListenOptions options, ILinkReceiver receiver, TimeProvider? time = null, long messageBytesMax = 64 * 1024 * 1024)
    {
        var clock = time ?? TimeProvider.System;
        var succession = new LinkSuccession();
        options.Use(next => async context =>
        {
            var closing = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
            if (await LinkRecognition.IsLinkAsync(context.Transport.Input, clock, closing).ConfigureAwait(false))
            {
                var link = new IncomingLink(context.Transport, receiver, succession, clock, messageBytesMax, closing);
                await link.RunAsync().ConfigureAwait(false);
            }
            else
            {
                await next(context).ConfigureAwait(false);
            }
        });
        return options;
    }
}
