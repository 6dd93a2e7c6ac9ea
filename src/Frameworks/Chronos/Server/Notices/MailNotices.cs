using System.Globalization;
using System.Net;
using System.Net.Mail;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>Notices by mail, to every address of a job's owner.</summary>
internal sealed class MailNotices : INoticeWay
{
    private readonly ChronosOptions options;
    private readonly string host;
    private readonly int port;

    internal MailNotices(ChronosOptions options)
    {
        this.options = options;
        var parts = options.MailServer!.Split(':');
        host = parts[0];
        port = parts is [_, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given : 25;
    }

    public async Task SendAsync(Notice notice, CancellationToken cancel)
    {
        foreach (var to in notice.Job.Owner.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            using var client = new SmtpClient(host, port) { EnableSsl = options.MailSsl };
            if (options.MailUser is { } user)
            {
                client.Credentials = new NetworkCredential(user, options.MailPassword);
            }

            using var mail = new MailMessage(options.MailFrom!, to, notice.Subject, notice.Message);
            await client.SendMailAsync(mail, cancel).ConfigureAwait(false);
        }
    }
}
