using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kernel.Tests.Support;

/// <summary>A root of its own, and a certificate for 127.0.0.1 that it has signed, as PEM files in a folder which goes with it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernel-tls-").FullName;

    /// <summary>Makes them.</summary>
    /// <param name="host">The IP address that the certificate is for.</param>
    public TestCertificates(string host = "127.0.0.1")
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var asked = new CertificateRequest("CN=test root", rootKey, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = asked.CreateSelfSigned(From, Until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(host));
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.Create(root, From, Until, [1]);
        File.WriteAllText(Ca, root.ExportCertificatePem());
        File.WriteAllText(Certificate, own.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The file of the root.</summary>
    public string Ca => Path.Combine(folder, "ca.pem");

    /// <summary>The file of the certificate.</summary>
    public string Certificate => Path.Combine(folder, "cert.pem");

    /// <summary>The file of its key.</summary>
    public string Key => Path.Combine(folder, "key.pem");

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset Until => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>The environment of a component that uses them, with other variables beside, without their prefix.</summary>
    public Dictionary<string, string> Environment(params IEnumerable<string> on)
    {
        var variables = new Dictionary<string, string>
        {
            ["LIBPROCESS_SSL_ENABLED"] = "true",
            ["LIBPROCESS_SSL_CERT_FILE"] = Certificate,
            ["LIBPROCESS_SSL_KEY_FILE"] = Key,
            ["LIBPROCESS_SSL_CA_FILE"] = Ca,
        };
        foreach (var name in on)
        {
            variables[$"LIBPROCESS_SSL_{name}"] = "1";
        }

        return variables;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
