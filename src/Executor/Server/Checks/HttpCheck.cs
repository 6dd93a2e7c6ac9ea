using System.Net;
using System.Net.Sockets;
using Kernel.Executor.Core;

namespace Kernel.Executor.Server;

/// <summary>Checks by HTTP: GET on the loopback address, redirects followed, certificates not looked at.</summary>
internal static class HttpCheck
{
    private static readonly HttpRequestOptionsKey<int?> networkKey = new("network");

    private static readonly HttpClient client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = true,
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = static async (context, stop) => await ConnectAsync(context, stop).ConfigureAwait(false),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The status of the answer, of which the body is not read.</summary>
    /// <param name="definition">The check.</param>
    /// <param name="network">The process whose network it sees; null for that of the machine.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public static async Task<CheckOutcome> GetAsync(CheckDefinition definition, int? network, CancellationToken stop)
    {
        var host = definition.IsOverIpv6 ? "[::1]" : "127.0.0.1";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{definition.Scheme}://{host}:{definition.Port}{definition.Path}");
        request.Options.Set(networkKey, network);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .ConfigureAwait(false);
        return new() { StatusCode = (int)answer.StatusCode, Trouble = $"the answer was {(int)answer.StatusCode}" };
    }

    private static async Task<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var isAddress = IPAddress.TryParse(context.DnsEndPoint.Host.Trim('[', ']'), out var address);
        context.InitialRequestMessage.Options.TryGetValue(networkKey, out var network);
        var socket = CheckSockets.Create(network, address?.AddressFamily == AddressFamily.InterNetworkV6);
        try
        {
            await (isAddress
                ? socket.ConnectAsync(address!, context.DnsEndPoint.Port, stop)
                : socket.ConnectAsync(context.DnsEndPoint, stop)).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
