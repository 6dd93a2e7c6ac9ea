using Kernel.Master.Server;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class MasterOptionsTests
{
    [Fact]
    public void The_region_of_the_domain_decides_which_agents_are_far_away()
    {
        var options = new MasterOptions { Domain = """{"fault_domain":{"region":{"name":"north"},"zone":{"name":"1"}}}""" };

        Assert.Equal("north", options.ToSettings().Allocation.Region);
        Assert.Equal("1", options.ToDomain()!.FaultDomain.Zone.Name);
        Assert.Null(new MasterOptions().ToSettings().Allocation.Region);
    }

    [Theory]
    [InlineData("north")]
    [InlineData("{}")]
    [InlineData("""{"fault_domain":{"region":{"name":"north"},"zone":{"name":""}}}""")]
    public void A_domain_without_region_and_zone_is_refused(string domain)
    {
        var refused = Assert.Throws<FormatException>(() => new MasterOptions { Domain = domain }.ToSettings());
        Assert.StartsWith("Failed to load flag 'domain': ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_minimum_anything_may_be_offered()
    {
        Assert.Empty(new MasterOptions { MinAllocatableResources = "" }.ToSettings().Allocation.MinAllocatable);
        Assert.Equal(2, new MasterOptions().ToSettings().Allocation.MinAllocatable.Length);
    }
}
