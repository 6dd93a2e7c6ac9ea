using System.Net;
using System.Threading.Channels;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Tests.Support;
using Kernel.Tests.Unit.Protocol.AgentLink;
using Mesos.Internal;

namespace Kernel.Tests.Unit.Protocol.Encryption;

/// <summary>The link and HTTP on one port, encrypted, over real sockets.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly Upid Self = new("slave(1)", "127.0.0.1", 1);

    private readonly TestCertificates certificates = new();
    private readonly TestCertificates foreign = new();
    private readonly Channel<string> said = Channel.CreateUnbounded<string>();

    public void Dispose()
    {
        certificates.Dispose();
        foreign.Dispose();
    }

    [Fact]
    public async Task Both_the_link_and_http_are_encrypted()
    {
        await using var host = await LinkHost.StartAsync(tls: Read(certificates));
        await using var sender = Sender(Read(certificates, "VERIFY_SERVER_CERT", "VERIFY_IPADD"));
        sender.Send(host.Master, new PingSlaveMessage { Connected = true });
        Assert.Equal("mesos.internal.PingSlaveMessage", (await host.NextAsync()).Name);
        Assert.Equal("ok", await GetAsync($"https://127.0.0.1:{host.Port}/health", Tls.Trusting(certificates.Ca)));
    }

    [Fact]
    public async Task Who_does_not_encrypt_is_not_served_unless_a_downgrade_is_supported()
    {
        await using var strict = await LinkHost.StartAsync(tls: Read(certificates));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"http://127.0.0.1:{strict.Port}/health", null));

        await using var lenient = await LinkHost.StartAsync(tls: Read(certificates, "SUPPORT_DOWNGRADE"));
        Assert.Equal("ok", await GetAsync($"http://127.0.0.1:{lenient.Port}/health", null));
        Assert.Equal("ok", await GetAsync($"https://127.0.0.1:{lenient.Port}/health", Tls.Trusting(certificates.Ca)));
        await using var plain = Sender(null);
        plain.Send(lenient.Master, new PingSlaveMessage { Connected = true });
        Assert.Equal("mesos.internal.PingSlaveMessage", (await lenient.NextAsync()).Name);
    }

    [Fact]
    public async Task A_server_that_no_root_vouches_for_is_not_trusted()
    {
        await using var host = await LinkHost.StartAsync(tls: Read(foreign));
        await using var sender = Sender(Read(certificates, "VERIFY_SERVER_CERT"));
        sender.Send(host.Master, new PingSlaveMessage { Connected = true });
        Assert.StartsWith($"No encrypted connection to master@127.0.0.1:{host.Port}", await SaidAsync());
        await Assert.ThrowsAsync<HttpRequestException>(
            () => GetAsync($"https://127.0.0.1:{host.Port}/health", Tls.Trusting(certificates.Ca)));
    }

    [Fact]
    public async Task Addresses_are_verified_only_if_that_is_asked_for()
    {
        using var elsewhere = new TestCertificates("10.9.9.9");
        await using var host = await LinkHost.StartAsync(tls: Read(elsewhere));
        await using var lenient = Sender(Read(elsewhere, "VERIFY_SERVER_CERT"));
        lenient.Send(host.Master, new PingSlaveMessage { Connected = true });
        await host.NextAsync();
        await using var strict = Sender(Read(elsewhere, "VERIFY_SERVER_CERT", "VERIFY_IPADD"));
        strict.Send(host.Master, new PingSlaveMessage { Connected = true });
        Assert.StartsWith("No encrypted connection", await SaidAsync());
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused_where_one_is_required()
    {
        await using var host = await LinkHost.StartAsync(tls: Read(certificates, "REQUIRE_CLIENT_CERT"));
        await using var sender = Sender(Read(certificates));
        sender.Send(host.Master, new PingSlaveMessage { Connected = true });
        Assert.Equal("mesos.internal.PingSlaveMessage", (await host.NextAsync()).Name);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => GetAsync($"https://127.0.0.1:{host.Port}/health", Tls.Trusting(certificates.Ca)));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"https://127.0.0.1:{host.Port}/health", Read(foreign)));
        Assert.Equal("ok", await GetAsync($"https://127.0.0.1:{host.Port}/health", Read(certificates)));
    }

    private static Tls? Read(TestCertificates certificates, params IEnumerable<string> on)
    {
        var variables = certificates.Environment(on);
        return TlsVariables.Read(name => variables.GetValueOrDefault(name));
    }

    private static async Task<string> GetAsync(string url, Tls? tls)
    {
        using var http = new HttpClient(Tls.Handler(tls, TimeSpan.FromSeconds(10)));
        using var answer = await http.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private LinkSender Sender(Tls? tls) => new(
        Self, TimeProvider.System, static _ => { }, tls is null ? null : new(tls, sentence => said.Writer.TryWrite(sentence)));

    private Task<string> SaidAsync() => said.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
