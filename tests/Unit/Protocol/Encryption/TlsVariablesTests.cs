using Kernel.Protocol;
using Kernel.Tests.Support;

namespace Kernel.Tests.Unit.Protocol.Encryption;

public sealed class TlsVariablesTests : IDisposable
{
    private readonly TestCertificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("0")]
    public void Nothing_is_encrypted_unless_it_is_said(string? enabled) =>
        Assert.Null(TlsVariables.Read(name => name == "LIBPROCESS_SSL_ENABLED" ? enabled : "x"));

    [Fact]
    public void By_default_nobody_is_verified_and_everybody_must_encrypt()
    {
        var tls = Read(certificates.Environment());
        Assert.Equal((false, false, false), (tls!.VerifiesServers, tls.RequiresClientCertificates, tls.SupportsDowngrade));
    }

    [Fact]
    public void What_is_switched_on_is_on()
    {
        var tls = Read(certificates.Environment("VERIFY_SERVER_CERT", "REQUIRE_CLIENT_CERT", "SUPPORT_DOWNGRADE", "VERIFY_IPADD"));
        Assert.True(tls!.VerifiesServers && tls.RequiresClientCertificates && tls.SupportsDowngrade && tls.VerifiesAddresses);
        var older = Read(certificates.Environment("REQUIRE_CERT"));
        Assert.True(older!.VerifiesServers && older.RequiresClientCertificates);
    }

    [Theory]
    [InlineData("LIBPROCESS_SSL_KEY_FILE", "", "LIBPROCESS_SSL_KEY_FILE is not set")]
    [InlineData("LIBPROCESS_SSL_CERT_FILE", "/does/not/exist", "LIBPROCESS_SSL_CERT_FILE: /does/not/exist cannot be used")]
    [InlineData("LIBPROCESS_SSL_KEY_FILE", "/dev/null", "LIBPROCESS_SSL_KEY_FILE: /dev/null cannot be used")]
    [InlineData("LIBPROCESS_SSL_CA_FILE", "/dev/null", "LIBPROCESS_SSL_CA_FILE: there is no certificate in /dev/null")]
    [InlineData("LIBPROCESS_SSL_VERIFY_SERVER_CERT", "maybe", "LIBPROCESS_SSL_VERIFY_SERVER_CERT must be true or false")]
    public void What_is_wrong_is_said_by_its_name(string name, string value, string expected)
    {
        var variables = certificates.Environment();
        variables[name] = value;
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => Read(variables)).Message);
    }

    private static Tls? Read(Dictionary<string, string> variables) =>
        TlsVariables.Read(name => variables.GetValueOrDefault(name));
}
