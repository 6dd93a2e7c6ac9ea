using Kernel.Master.Core.Allocation;

namespace Kernel.Master.Core;

/// <summary>A machine of the maintenance schedule.</summary>
/// <param name="Unavailability">When it will be unavailable.</param>
/// <param name="IsDown">Whether its maintenance has begun; until then it is draining.</param>
/// <param name="Window">Machines with one number were scheduled in one window.</param>
public sealed record ScheduledMachine(Unavailability Unavailability, bool IsDown, int Window);
