using System.Threading.Channels;
using Kernel.Chronos.Core;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>
/// Tells owners what becomes of their jobs, by every way that is configured. What cannot be told is logged and not
/// repeated.
/// </summary>
internal sealed partial class NoticeSending : IAsyncDisposable
{
    private const int WaitingMax = 1_000;

    private readonly Channel<Notice> waiting = Channel.CreateBounded<Notice>(WaitingMax);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource stop = new();
    private readonly INoticeWay[] ways;
    private readonly string prefix;
    private readonly ILogger log;
    private readonly Task sending;

    internal NoticeSending(ChronosOptions options, ILogger log)
    {
        this.log = log;
        prefix = string.IsNullOrEmpty(options.ClusterName) ? "" : $"[{options.ClusterName}] ";
        ways =
        [
            .. options.SlackUrl is { } slack ? [new ChatNotices(http, new(slack))] : Array.Empty<INoticeWay>(),
            .. options.MattermostUrl is { } mattermost ? [new ChatNotices(http, new(mattermost))] : Array.Empty<INoticeWay>(),
            .. options.HttpNotificationUrl is { } url
                ? [new HttpNotices(http, new(url), options.HttpNotificationCredentials)] : Array.Empty<INoticeWay>(),
            .. options.MailServer is not null ? [new MailNotices(options)] : Array.Empty<INoticeWay>(),
        ];
        sending = Task.Run(RunAsync);
    }

    /// <summary>Sends a notice; too many at once are dropped.</summary>
    internal void Send(Notice notice)
    {
        if (ways.Length > 0 && !waiting.Writer.TryWrite(notice with { Subject = prefix + notice.Subject }))
        {
            Dropped(log, notice.Subject);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        waiting.Writer.TryComplete();
        await sending.ConfigureAwait(false);
        http.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await WaitAsync().ConfigureAwait(false))
        {
            while (waiting.Reader.TryRead(out var notice))
            {
                foreach (var way in ways)
                {
                    await SendAsync(way, notice).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<bool> WaitAsync()
    {
        try
        {
            return await waiting.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SendAsync(INoticeWay way, Notice notice)
    {
        try
        {
            await way.SendAsync(notice, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException
            or System.Net.Mail.SmtpException or FormatException or InvalidOperationException)
        {
            NotSent(log, notice.Subject, failure.Message);
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "Too many notices wait; dropped: {Subject}")]
    private static partial void Dropped(ILogger log, string subject);

    [LoggerMessage(4, LogLevel.Warning, "Could not tell anybody: {Subject}: {Reason}")]
    private static partial void NotSent(ILogger log, string subject, string reason);
}

/// <summary>A way to tell owners something.</summary>
internal interface INoticeWay
{
    /// <summary>Tells it.</summary>
    Task SendAsync(Notice notice, CancellationToken cancel);
}
