namespace Kernel.Containers;

/// <summary>How a container ended.</summary>
/// <param name="WaitStatus">What <c>wait(2)</c> says of its first process; null if that is unknown.</param>
/// <param name="OutOfMemory">What there is to say of a memory limit that it ran into; null if it did not.</param>
public sealed record ContainerExit(int? WaitStatus, MemoryExceeded? OutOfMemory = null);

/// <summary>A container was killed for the memory that it used.</summary>
/// <param name="LimitBytes">The limit.</param>
/// <param name="UsedBytesMax">The most that it used.</param>
/// <param name="Statistics">The kernel's own account, a line each.</param>
public sealed record MemoryExceeded(long LimitBytes, long UsedBytesMax, string Statistics);
