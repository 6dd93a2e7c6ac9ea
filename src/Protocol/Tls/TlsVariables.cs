using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kernel.Protocol;

/// <summary>Reads the environment variables that say how to encrypt (Mesos: docs/ssl.md; 3rdparty/libprocess/src/openssl.cpp).</summary>
public static class TlsVariables
{
    private const string Prefix = "LIBPROCESS_SSL_";

    /// <summary>What they say; null if they say to encrypt nothing.</summary>
    /// <param name="variable">The value of a variable; null if it is not set.</param>
    /// <exception cref="FormatException">They are wrong; the message names the variable.</exception>
    public static Tls? Read(Func<string, string?> variable)
    {
        if (!IsOn(variable, "ENABLED"))
        {
            return null;
        }

        var roots = variable(Prefix + "CA_FILE") is { Length: > 0 } file ? ReadCertificates(Prefix + "CA_FILE", file) : null;
        return new(ReadOwn(Demand(variable, "CERT_FILE"), Demand(variable, "KEY_FILE")), roots)
        {
            VerifiesServers = IsOn(variable, "VERIFY_SERVER_CERT") || IsOn(variable, "VERIFY_CERT") || IsOn(variable, "REQUIRE_CERT"),
            VerifiesAddresses = IsOn(variable, "VERIFY_IPADD"),
            RequiresClientCertificates = IsOn(variable, "REQUIRE_CLIENT_CERT") || IsOn(variable, "REQUIRE_CERT"),
            SupportsDowngrade = IsOn(variable, "SUPPORT_DOWNGRADE"),
        };
    }

    /// <summary>Reads the certificates of a PEM file.</summary>
    /// <exception cref="FormatException">There are none; the message names what names the file.</exception>
    internal static X509Certificate2Collection ReadCertificates(string name, string file)
    {
        var certificates = new X509Certificate2Collection();
        Try(name, file, () => certificates.ImportFromPemFile(file));
        return certificates.Count > 0 ? certificates : throw new FormatException($"{name}: there is no certificate in {file}");
    }

    /// <summary>One's own certificate, with those that lead from it to a root.</summary>
    private static SslStreamCertificateContext ReadOwn(string certificateFile, string keyFile)
    {
        var chain = ReadCertificates(Prefix + "CERT_FILE", certificateFile);
        X509Certificate2? own = null;
        Try(Prefix + "KEY_FILE", keyFile, () => own = X509Certificate2.CreateFromPemFile(certificateFile, keyFile));
        return SslStreamCertificateContext.Create(own!, chain, offline: true);
    }

    private static void Try(string name, string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"{name}: {file} cannot be used: {failure.Message}");
        }
    }

    private static string Demand(Func<string, string?> variable, string name) => variable(Prefix + name) is { Length: > 0 } value
        ? value
        : throw new FormatException($"{Prefix}{name} is not set: it is needed with {Prefix}ENABLED");

    private static bool IsOn(Func<string, string?> variable, string name) => variable(Prefix + name) switch
    {
        null or "" or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw new FormatException($"{Prefix}{name} must be true or false, not '{other}'"),
    };
}
