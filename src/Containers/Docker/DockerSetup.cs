namespace Kernel.Containers.Docker;

/// <summary>A Docker engine, and who uses it.</summary>
/// <param name="Socket">The engine's Unix socket.</param>
/// <param name="Owner">Whose containers these are: a label of theirs, by which they are found again.</param>
/// <param name="QuotaOfCpus">Whether CPUs are bounded also when others are idle (<c>--cgroups_enable_cfs</c>).</param>
/// <param name="SandboxDirectory">Where containers see their sandbox (<c>--sandbox_directory</c>).</param>
public sealed record DockerSetup(
    string Socket, string Owner, bool QuotaOfCpus = false, string SandboxDirectory = "/mnt/mesos/sandbox")
{
    /// <summary>The label that names the owner.</summary>
    public const string OwnerLabel = "kernel.owner";
}
