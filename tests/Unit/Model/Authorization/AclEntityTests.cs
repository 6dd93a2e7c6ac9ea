using Kernel.Model;

namespace Kernel.Tests.Unit.Model.Authorization;

/// <summary>Every cell of the two tables by which one side of an ACL is judged (mesos.md 5.19).</summary>
public class AclEntityTests
{
    [Theory]
    [InlineData("listed", "some", true)]
    [InlineData("other", "some", false)]
    [InlineData("listed", "any", true)]
    [InlineData("listed", "none", true)]
    [InlineData(null, "some", false)]
    [InlineData(null, "any", true)]
    [InlineData(null, "none", true)]
    public void Matches(string? asked, string side, bool matches) => Assert.Equal(matches, Side(side).Matches(asked));

    [Theory]
    [InlineData("listed", "some", true)]
    [InlineData("other", "some", false)]
    [InlineData("listed", "any", true)]
    [InlineData("listed", "none", false)]
    [InlineData(null, "some", false)]
    [InlineData(null, "any", true)]
    [InlineData(null, "none", false)]
    public void Allows(string? asked, string side, bool allows) => Assert.Equal(allows, Side(side).Allows(asked));

    [Fact]
    public void An_empty_list_matches_nothing()
    {
        Assert.False(AclEntity.Some().Matches("anybody"));
        Assert.False(AclEntity.Some().Matches(null));
    }

    [Theory]
    [InlineData("eng/dev", true)]
    [InlineData("eng/dev/ci", true)]
    [InlineData("eng", false)]
    [InlineData("engine/dev", false)]
    [InlineData("ops", true)]
    [InlineData("ops/dev", false)]
    [InlineData(null, false)]
    public void A_role_with_percent_stands_for_those_strictly_below_it(string? role, bool matches) =>
        Assert.Equal(matches, AclEntity.SomeRoles("eng/%", "ops").Matches(role));

    [Fact]
    public void Percent_means_nothing_where_there_are_no_roles() => Assert.False(AclEntity.Some("eng/%").Matches("eng/dev"));

    private static AclEntity Side(string name) => name switch
    {
        "some" => AclEntity.Some("listed", "listed too"),
        "any" => AclEntity.Any,
        _ => AclEntity.None,
    };
}
