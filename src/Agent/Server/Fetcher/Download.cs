namespace Kernel.Agent.Server.Fetcher;

/// <summary>Brings one file onto this machine; a download that stands still is given up.</summary>
public sealed class Download(HttpClient http, TimeSpan stallTimeout, TimeProvider time)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Brings a file.</summary>
    /// <param name="source">An http, https or file URI.</param>
    /// <param name="destination">The file to write; it must not exist.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="FetchException">It cannot be had.</exception>
    public async Task BringAsync(Uri source, string destination, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        try
        {
            if (source.IsFile)
            {
                File.Copy(source.LocalPath, destination, overwrite: true);
            }
            else
            {
                await OverHttpAsync(source, destination, stop).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            throw new FetchException($"Failed to fetch '{source}': {failure.Message}", failure);
        }
    }

    /// <summary>How large a file is, as its source says; null if it does not.</summary>
    /// <exception cref="FetchException">It cannot be had.</exception>
    public async Task<long?> SizeAsync(Uri source, CancellationToken stop)
    {
        try
        {
            if (source.IsFile)
            {
                return new FileInfo(source.LocalPath).Length;
            }

            using var request = new HttpRequestMessage(HttpMethod.Head, source);
            using var response = await http.SendAsync(request, stop).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new FetchException($"Failed to find the size of '{source}': {failure.Message}", failure);
        }
    }

    private async Task OverHttpAsync(Uri source, string destination, CancellationToken stop)
    {
        using var stall = new CancellationTokenSource(stallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, stall.Token);
        try
        {
            using var response = await http
                .GetAsync(source, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new FetchException($"Failed to fetch '{source}': HTTP status {(int)response.StatusCode}");
            }

            var body = await response.Content.ReadAsStreamAsync(both.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                await CopyAsync(body, destination, stall, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new FetchException($"Failed to fetch '{source}': no data for {stallTimeout.TotalSeconds} s");
        }
    }

    private async Task CopyAsync(Stream body, string destination, CancellationTokenSource stall, CancellationToken stop)
    {
        var file = new FileStream(
            destination, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = await body.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                stall.CancelAfter(stallTimeout);
                await file.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
            }
        }
    }
}
