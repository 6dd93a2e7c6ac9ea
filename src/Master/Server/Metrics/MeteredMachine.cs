using Kernel.Master.Core;
using Kernel.Model;

namespace Kernel.Master.Server.Metrics;

/// <summary>The master's machine, with its allocation runs timed: the core itself knows no clock.</summary>
internal sealed class MeteredMachine(MasterMachine machine, MasterMeters meters, TimeProvider time) : IMachine<MasterInput, MasterEffect>
{
    private long askedAt;

    /// <inheritdoc/>
    public void Decide(MasterInput input, Step<MasterInput, MasterEffect> step)
    {
        var wasDue = machine.State.IsCycleDue;
        if (input is MasterInput.CycleDue)
        {
            meters.AllocationRunLatency.RecordSince(askedAt);
            wasDue = false;
            var begun = time.GetTimestamp();
            machine.Decide(input, step);
            meters.AllocationRun.RecordSince(begun);
        }
        else
        {
            machine.Decide(input, step);
        }

        askedAt = machine.State.IsCycleDue && !wasDue ? time.GetTimestamp() : askedAt;
    }
}
