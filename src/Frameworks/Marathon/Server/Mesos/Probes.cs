using System.Net.Security;
using System.Net.Sockets;
using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>Makes the health and readiness checks that the core asks for, so many at once.</summary>
internal sealed class Probes : IDisposable
{
    private const int LongestBody = 4_096;
    private const int BadGateway = 504;

    private readonly Func<MarathonInput, bool> tell;
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromSeconds(1),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _,
            _) => true },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    internal Probes(Func<MarathonInput, bool> tell, int atOnce)
    {
        this.tell = tell;
        slots = new(atOnce);
    }

    /// <summary>Begins a health check.</summary>
    internal void Start(MarathonEffect.ProbeHealth probe) => _ = Task.Run(async () =>
        tell(new MarathonInput.HealthProbed(probe.Task, probe.Check, await GuardAsync(
            probe.Timeout, cancel => CheckAsync(probe, cancel)).ConfigureAwait(false))));

    /// <summary>Begins a readiness check.</summary>
    internal void Start(MarathonEffect.ProbeReadiness probe) => _ = Task.Run(async () =>
    {
        MarathonInput.ReadinessProbed? found = null;
        var failure = await GuardAsync(probe.Timeout, async cancel =>
        {
            found = await AskAsync(probe, cancel).ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
        tell(
            found ?? new(probe.Task, BadGateway, "text/plain", $"Marathon could not query readiness check: {failure}"));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        http.Dispose();
    }

    /// <summary>Runs a check in one of the slots.</summary>
    /// <returns>Why it failed; null if it succeeded.</returns>
    private async Task<string?> GuardAsync(TimeSpan timeout, Func<CancellationToken, Task<string?>> check)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        try
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return "Marathon ends";
        }

        try
        {
            limit.CancelAfter(timeout);
            return await check(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return $"Timeout after {timeout.TotalSeconds} seconds";
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException
            or InvalidOperationException or UriFormatException)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<string?> CheckAsync(MarathonEffect.ProbeHealth probe, CancellationToken cancel)
    {
        if (probe.Kind == ProbeKind.Tcp)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(probe.Host, probe.Port, cancel).ConfigureAwait(false);
            return null;
        }

        var url = Url(probe.Kind == ProbeKind.Https, probe.Host, probe.Port, probe.Path);
        using var answer = await http.GetAsync(
            url, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        var status = (int)answer.StatusCode;
        return status is >= 200 and < 400 ? null : $"{status} {answer.ReasonPhrase}".TrimEnd();
    }

    private async Task<MarathonInput.ReadinessProbed> AskAsync(
        MarathonEffect.ProbeReadiness probe, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(
            Url(probe.Https, probe.Host, probe.Port, probe.Path), cancel).ConfigureAwait(false);
        var body = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        return new(
            probe.Task,
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? "application/octet-stream",
            body.Length > LongestBody ? body[..LongestBody] : body);
    }

    private static Uri Url(bool https, string host, int port, string path)
    {
        var scheme = https ? "https" : "http";
        var name = host.Contains(':') ? $"[{host}]" : host;
        return new($"{scheme}://{name}:{port}{(path.StartsWith('/') ? "" : "/")}{path}");
    }
}
