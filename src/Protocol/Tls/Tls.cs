using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kernel.Protocol;

/// <summary>
/// How a component encrypts what it says, and whom it trusts (Mesos: the LIBPROCESS_SSL_ variables, docs/ssl.md). Immutable; it is shared
/// by all connections and lives as long as the process.
/// </summary>
public sealed class Tls
{
    private readonly SslStreamCertificateContext? own;
    private readonly X509Certificate2Collection? roots;

    internal Tls(SslStreamCertificateContext? own, X509Certificate2Collection? roots) => (this.own, this.roots) = (own, roots);

    /// <summary>Whether the certificates of servers are verified.</summary>
    public bool VerifiesServers { get; init; }

    /// <summary>Whether a server that is reached by its IP address must have that in its certificate.</summary>
    public bool VerifiesAddresses { get; init; }

    /// <summary>Whether clients must show a certificate.</summary>
    public bool RequiresClientCertificates { get; init; }

    /// <summary>Whether clients that do not encrypt are served, too.</summary>
    public bool SupportsDowngrade { get; init; }

    /// <summary>What the environment of this process says; null if it says to encrypt nothing.</summary>
    /// <exception cref="FormatException">It is wrong; the message names the variable.</exception>
    public static Tls? OfEnvironment() => TlsVariables.Read(Environment.GetEnvironmentVariable);

    /// <summary>For a client that shows no certificate: servers are verified, by the roots in a file.</summary>
    /// <exception cref="FormatException">The file cannot be read.</exception>
    public static Tls Trusting(string rootsFile) =>
        new(null, TlsVariables.ReadCertificates("cacert", rootsFile)) { VerifiesServers = true, VerifiesAddresses = true };

    /// <summary>The scheme of URLs for what may be encrypted.</summary>
    public static string SchemeOf(Tls? tls) => tls is null ? "http" : "https";

    /// <summary>How to speak to a server.</summary>
    /// <param name="host">Its name or address; for HTTP clients, which find it out, null.</param>
    public SslClientAuthenticationOptions ForClient(string? host) => new()
    {
        TargetHost = host,
        ClientCertificateContext = own,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = Trusts,
    };

    /// <summary>How to speak to clients.</summary>
    public SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificateContext = own,
        ClientCertificateRequired = RequiresClientCertificates,
        CertificateChainPolicy = Policy(),
    };

    /// <summary>The handler of an HTTP client; without encryption of one's own, https is verified as everywhere.</summary>
    public static SocketsHttpHandler Handler(Tls? tls, TimeSpan connecting)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = connecting };
        if (tls is not null)
        {
            handler.SslOptions = tls.ForClient(null);
        }

        return handler;
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!VerifiesServers)
        {
            return true;
        }

        var isAddress = sender is SslStream { TargetHostName: var host } && IPAddress.TryParse(host, out _);
        return (isAddress && !VerifiesAddresses ? errors & ~SslPolicyErrors.RemoteCertificateNameMismatch : errors) == SslPolicyErrors.None;
    }
}
