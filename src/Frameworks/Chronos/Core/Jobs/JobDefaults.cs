namespace Kernel.Chronos.Core;

/// <summary>What a job has that does not say.</summary>
/// <param name="Cpus">Processors.</param>
/// <param name="Mem">Memory in MB.</param>
/// <param name="Disk">Disk in MB.</param>
/// <param name="User">The user that it runs as.</param>
public sealed record JobDefaults(double Cpus, double Mem, double Disk, string User);
