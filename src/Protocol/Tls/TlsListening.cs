using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kernel.Protocol;

/// <summary>Lets a port be spoken to in TLS.</summary>
public static class TlsListening
{
    private const byte HandshakeRecord = 0x16;

    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Decrypts what comes, for all that is put behind this. Where a downgrade is supported, whoever does not begin with a handshake is
    /// let through as it is.
    /// </summary>
    /// <param name="options">The listening port.</param>
    /// <param name="tls">How; null: nothing is encrypted.</param>
    /// <param name="time">The clock that bounds how long the first byte may take.</param>
    public static ListenOptions UseTls(this ListenOptions options, Tls? tls, TimeProvider time)
    {
        if (tls is null)
        {
            return options;
        }

        ConnectionDelegate? behind = null;
        if (tls.SupportsDowngrade)
        {
            options.Use(next => async context =>
                await (await IsHandshakeAsync(context, time).ConfigureAwait(false) ? next : behind!)(context).ConfigureAwait(false));
        }

        var server = tls.ForServer();
        options.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakePatience, OnConnection = _ => ValueTask.FromResult(server),
        });

        // The pipeline is put together from its end: this is there before the first connection comes.
        options.Use(next => behind = next);
        return options;
    }

    private static Task<bool> IsHandshakeAsync(ConnectionContext context, TimeProvider time)
    {
        var closing = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        return FirstBytes.JudgeAsync(context.Transport.Input, time, closing, static seen =>
            seen.IsEmpty ? null : seen.FirstSpan[0] == HandshakeRecord);
    }
}
