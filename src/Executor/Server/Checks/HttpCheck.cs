using Kernel.Executor.Core;

namespace Kernel.Executor.Server;

/// <summary>Checks by HTTP: GET on the loopback address, redirects followed, certificates not looked at.</summary>
internal sealed class HttpCheck
{
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = true,
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        MaxResponseHeadersLength = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The status of the answer, of which the body is not read.</summary>
    /// <exception cref="HttpRequestException">There is none.</exception>
    public async Task<CheckOutcome> GetAsync(CheckDefinition definition, CancellationToken stop)
    {
        var host = definition.IsOverIpv6 ? "[::1]" : "127.0.0.1";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{definition.Scheme}://{host}:{definition.Port}{definition.Path}");
        request.Headers.ConnectionClose = true;
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
        return new() { StatusCode = (int)answer.StatusCode, Trouble = $"the answer was {(int)answer.StatusCode}" };
    }
}
