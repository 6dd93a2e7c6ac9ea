namespace Kernel.Containers.Cgroups;

/// <summary>What a control group tells of a container's memory.</summary>
internal interface IMemoryAccount
{
    /// <summary>What the container ran into, if a process of it was killed for its memory; else null.</summary>
    MemoryExceeded? Exceeded();
}
