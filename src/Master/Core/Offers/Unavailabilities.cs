using Kernel.Master.Core.Allocation;

namespace Kernel.Master.Core.Offers;

/// <summary>Maintenance times between the wire and the model.</summary>
public static class Unavailabilities
{
    /// <summary>The message of an unavailability.</summary>
    public static Mesos.V1.Unavailability ToMessage(Unavailability unavailability) => new()
    {
        Start = new() { Nanoseconds = unavailability.Start.Nanoseconds },
        Duration = unavailability.Duration is { } span ? new() { Nanoseconds = span.Ticks * 100 } : null,
    };

    /// <summary>The unavailability that a message means.</summary>
    public static Unavailability FromMessage(Mesos.V1.Unavailability message) => new(
        new(message.Start.Nanoseconds),
        message.Duration is { } duration ? TimeSpan.FromTicks(duration.Nanoseconds / 100) : null);
}
