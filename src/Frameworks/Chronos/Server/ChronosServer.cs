using System.Net;
using System.Text;
using Kernel.Frameworks.Client;
using Kernel.Protocol;
using Kernel.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>A running Chronos: its HTTP API, and the scheduler behind it while it leads.</summary>
public sealed class ChronosServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly WebApplication web;
    private readonly Leading leading;

    private ChronosServer(WebApplication web, Leading leading, Uri uri)
    {
        this.web = web;
        this.leading = leading;
        Uri = uri;
        Completion = leading.RunAsync(stop.Token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>
    /// Ends well once it has been stopped, and fails when it loses its leadership or is refused by the master.
    /// </summary>
    public Task Completion { get; }

    /// <summary>Ends when it leads and has loaded its state.</summary>
    public Task Leads => leading.Ready;

    /// <summary>Starts Chronos: it listens when this returns, and campaigns for leadership.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="FormatException">A flag is wrong.</exception>
    public static async Task<ChronosServer> StartAsync(
        ChronosOptions options, IStore store, TimeProvider time, ILoggerFactory logs, CancellationToken cancel = default)
    {
        options.Validate();
        var masters = MasterAddresses.Parse(options.Master, Tls.SchemeOf(options.Tls));
        Leading? leading = null;
        var web = Listen(options, logs);
        web.Run(context => leading!.Api.ServeAsync(context));
        await web.StartAsync(cancel).ConfigureAwait(false);

        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var port = new Uri(addresses.First()).Port;
        leading = new(options, new(options.Hostname ?? Dns.GetHostName(), port), masters, store, time, logs);
        var host = options.HttpAddress is null or "0.0.0.0" or "::" ? "127.0.0.1" : options.HttpAddress;
        return new(web, leading, new Uri($"http://{host}:{port}"));
    }

    /// <summary>Stops listening and scheduling; the tasks go on.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await web.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await Completion.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await web.DisposeAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    private static WebApplication Listen(ChronosOptions options, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.HttpMaxBodyBytes;
            kestrel.Listen(
                Address(options.HttpAddress), options.HttpPort, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private static IPAddress Address(string? text) => text is null ? IPAddress.Any
        : IPAddress.TryParse(text, out var address) ? address
        : text == "localhost" ? IPAddress.Loopback
        : throw new FormatException($"Failed to load flag 'http_address': '{text}' is no IP address");
}

/// <summary>What this Chronos is called among its kind.</summary>
/// <param name="Host">Its host name.</param>
/// <param name="Port">Its port.</param>
internal sealed record Self(string Host, int Port)
{
    /// <summary><c>host:port</c>.</summary>
    public string Address => $"{Host}:{Port}";

    /// <summary>As others find it in the store.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Address);
}
