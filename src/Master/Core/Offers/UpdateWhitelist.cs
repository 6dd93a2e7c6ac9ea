namespace Kernel.Master.Core.Offers;

/// <summary>Offers are made of agents on some hosts only (Mesos: <c>--whitelist</c>, Master::updateWhitelist).</summary>
public static class UpdateWhitelist
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.WhitelistRead input, MasterStep step)
    {
        state.Allocator.SetWhitelist(input.Hosts);
        step.Note(input.Hosts.Count == 0
            ? "The whitelist is empty: nothing is offered"
            : $"Offering agents on the {input.Hosts.Count} hosts of the whitelist");
    }
}
