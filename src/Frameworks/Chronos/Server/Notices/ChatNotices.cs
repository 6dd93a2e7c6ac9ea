using System.Net.Http.Json;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>Notices by a webhook of Slack or Mattermost: <c>{"text": "subject: message"}</c>.</summary>
internal sealed class ChatNotices(HttpClient http, Uri url) : INoticeWay
{
    public async Task SendAsync(Notice notice, CancellationToken cancel)
    {
        var body = new Dictionary<string, string> { ["text"] = $"{notice.Subject}: {notice.Message}" };
        using var response = await http.PostAsJsonAsync(url, body, cancel).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }
}
