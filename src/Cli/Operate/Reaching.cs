using System.CommandLine;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;

namespace Kernel.Cli.Operate;

/// <summary>The options that say where the master is, who calls, and by what servers are trusted.</summary>
/// <param name="Master">Where the master is.</param>
/// <param name="Credential">Who calls.</param>
/// <param name="CaCert">By what servers are trusted.</param>
internal sealed record Reaching(Option<string> Master, Option<string?> Credential, Option<string?> CaCert)
{
    /// <summary>The options.</summary>
    /// <param name="recursive">Whether they hold for the commands below, too.</param>
    public static Reaching Create(bool recursive = false) => new(
        new("--master")
        {
            Description = "The master, as host:port, URL or zk://host:port/path (environment: KERNEL_MASTER).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_MASTER") ?? "127.0.0.1:5050",
            Recursive = recursive,
        },
        new("--credential")
        {
            Description = "The file that says who calls: {\"principal\":\"p\",\"secret\":\"s\"} (environment: KERNEL_CREDENTIAL).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_CREDENTIAL"),
            Recursive = recursive,
        },
        new("--cacert")
        {
            Description = "The file of the certificates by which servers are trusted; then they are spoken to in TLS (environment: KERNEL_CACERT).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_CACERT"),
            Recursive = recursive,
        });

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Master);
        command.Add(Credential);
        command.Add(CaCert);
    }

    /// <summary>Speaks to the master, or to the leader that it is found by.</summary>
    /// <exception cref="FormatException">The credential or the certificates cannot be read.</exception>
    /// <exception cref="Refusal">There is no leader, or ZooKeeper cannot be asked.</exception>
    public async Task<Api> ReachAsync(ParseResult parsed, CancellationToken stop) => new(
        await MasterLookup.FindAsync(parsed.GetValue(Master)!, stop),
        parsed.GetValue(Credential) is { Length: > 0 } file ? CredentialsFile.ReadOne("credential", file) : null,
        parsed.GetValue(CaCert) is { Length: > 0 } roots ? Tls.Trusting(roots) : Tls.OfEnvironment());
}
