using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>Notices by POST of JSON whose values are all texts (chronos.md 11).</summary>
internal sealed class HttpNotices(HttpClient http, Uri url, string? credentials) : INoticeWay
{
    public async Task SendAsync(Notice notice, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(Body(notice)) };
        if (credentials is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        using var response = await http.SendAsync(request, cancel).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    private static Dictionary<string, string> Body(Notice notice)
    {
        var job = notice.Job;
        return new()
        {
            ["subject"] = notice.Subject,
            ["message"] = notice.Message,
            ["to"] = job.Owner,
            ["job"] = job.Name,
            ["command"] = job.Command,
            ["cpus"] = Text(job.Cpus),
            ["mem"] = Text(job.Mem),
            ["softError"] = job.SoftError ? "true" : "false",
            ["errorCount"] = Text(job.ErrorCount),
            ["errorsSinceLastSuccess"] = Text(job.ErrorsSinceLastSuccess),
            ["executor"] = job.Executor,
            ["executorFlags"] = job.ExecutorFlags,
            ["lastError"] = job.LastError,
            ["lastSuccess"] = job.LastSuccess,
            ["retries"] = Text(job.Retries),
            ["successCount"] = Text(job.SuccessCount),
            ["uris"] = string.Join(',', job.Fetch.IsEmpty ? job.Uris : job.Fetch.Select(static item => item.Uri)),
        };
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
