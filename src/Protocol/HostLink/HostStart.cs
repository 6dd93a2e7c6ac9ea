namespace Kernel.Protocol.HostLink;

/// <summary>How an executor host is started.</summary>
public sealed record HostStart
{
    /// <summary>The socket that it shall listen on; see <see cref="HostSocket.PathFor"/>.</summary>
    public required string Socket { get; init; }

    /// <summary>
    /// The program: <c>kernel</c>, or <c>dotnet</c> with the program as the first of <see cref="Before"/>.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>Arguments that come before <c>executor-host --socket ...</c>.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>More flags of the host, such as <c>--isolation=cgroups/cpu,cgroups/mem</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The file that the host's own output is appended to.</summary>
    public required string Log { get; init; }

    /// <summary>How long it may take to listen.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
