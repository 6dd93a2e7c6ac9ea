using Kernel.Master.Core.Allocation;
using Mesos.V1.Scheduler;
using Xunit;
using Constraint = Mesos.V1.Scheduler.AttributeConstraint;
using OfferConstraints = Kernel.Master.Core.Allocation.OfferConstraints;
using Predicate = Mesos.V1.Scheduler.AttributeConstraint.Types.Predicate;
using Pseudo = Mesos.V1.Scheduler.AttributeConstraint.Types.Selector.Types.PseudoattributeType;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class OfferConstraintsTests
{
    [Theory]
    [InlineData("exists", false, true, true, true)]
    [InlineData("not_exists", true, false, false, false)]
    [InlineData("text_equals", false, true, false, true)]
    [InlineData("text_not_equals", true, false, true, true)]
    [InlineData("text_matches", false, true, false, true)]
    [InlineData("text_not_matches", true, false, true, true)]
    public void Each_predicate_says_of_each_kind_of_attribute_what_Mesos_says(
        string predicate, bool missing, bool sameText, bool otherText, bool scalar)
    {
        Assert.Equal(missing, Accepts(predicate, ("other", "abc")));
        Assert.Equal(sameText, Accepts(predicate, ("rack", "abc")));
        Assert.Equal(otherText, Accepts(predicate, ("rack", "abcd")));
        Assert.Equal(scalar, Accepts(predicate, ("rack", null)));
        Assert.Equal(sameText, Accepts(predicate, ("rack", "abc"), ("rack", "abcd")));
    }

    [Theory]
    [InlineData(Pseudo.Hostname, "s1", true)]
    [InlineData(Pseudo.Hostname, "s2", false)]
    [InlineData(Pseudo.Region, "r1", true)]
    [InlineData(Pseudo.Zone, "z1", true)]
    [InlineData(Pseudo.Zone, "r1", false)]
    public void Pseudo_attributes_are_those_of_the_agent(Pseudo pseudo, string text, bool accepts)
    {
        var message = new Constraint
        {
            Selector = new() { PseudoattributeType = pseudo },
            Predicate = new() { TextEquals = new() { Value = text } },
        };
        var agent = new AgentTraits { Hostname = "s1", Region = "r1", Zone = "z1" };

        Assert.Equal(accepts, Read(Of(message)).Accept("r", agent));
        Assert.Equal(pseudo == Pseudo.Hostname && accepts, Read(Of(message)).Accept("r", new AgentTraits { Hostname = "s1" }));
    }

    [Fact]
    public void One_group_must_hold_entirely_and_other_roles_are_free()
    {
        var constraints = Read(Of([Named("a", "exists"), Named("b", "exists")], [Named("c", "exists")]));

        Assert.False(constraints.Accept("r", Agent(("a", "1"))));
        Assert.True(constraints.Accept("r", Agent(("a", "1"), ("b", "1"))));
        Assert.True(constraints.Accept("r", Agent(("c", "1"))));
        Assert.True(constraints.Accept("s", Agent()));
    }

    [Fact]
    public void What_says_nothing_or_too_much_is_refused_with_the_field()
    {
        Assert.Equal("role_constraints['r']: groups must not be empty", Refuse(Of(Array.Empty<Constraint[]>())));
        Assert.Equal("role_constraints['r']: groups[0]: attribute_constraints must not be empty", Refuse(Of([[]])));
        Assert.Contains("selector", Refuse(Of(new Constraint { Predicate = new() { Exists = new() } })), StringComparison.Ordinal);
        Assert.Contains("selector", Refuse(Of(new Constraint
        {
            Selector = new() { PseudoattributeType = Pseudo.Unknown },
            Predicate = new() { Exists = new() },
        })), StringComparison.Ordinal);
        Assert.Contains("predicate", Refuse(Of(new Constraint { Selector = new() { AttributeName = "a" } })), StringComparison.Ordinal);
        foreach (var regex in (string[])["(", "(a)\\1", "(?=a)b", "a)|(b", new string('a', 201), "(.*a){100}", "((a{9}){9}){9}", "[ab]{201}"])
        {
            Assert.Contains("regex", Refuse(Of(new Constraint
            {
                Selector = new() { AttributeName = "a" },
                Predicate = new() { TextMatches = new() { Regex = regex } },
            })), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rack-(1|2|3)", "rack-2", true)]
    [InlineData("[0-9]{1,3}\\.[0-9]{1,3}", "10.255", true)]
    [InlineData("host[]x]?[^]]{2,}\\{", "hostxab{", true)]
    [InlineData("(?i)RACK", "rack", true)]
    [InlineData("a|b", "ab", false)]
    public void Patterns_describe_the_whole_text(string regex, string text, bool accepts)
    {
        var constraints = Read(Of(new Constraint
        {
            Selector = new() { AttributeName = "a" },
            Predicate = new() { TextMatches = new() { Regex = regex } },
        }));

        Assert.Equal(accepts, constraints.Accept("r", Agent(("a", text))));
    }

    [Fact]
    public void Agents_that_constraints_exclude_are_offered_once_they_or_the_constraints_change()
    {
        var scene = new Scene().Framework("f1", traits => traits with
        {
            Roles = ["r"],
            Constraints = Read(Of(Named("rack", "exists"))),
        });
        Assert.Empty(scene.Agent("s1", "cpus:1;mem:64").Agent("s2", "cpus:1;mem:64").Batch());
        scene.Allocator.UpdateAgent(
            Scene.A("s1"), Scene.Traits("s1", Scene.AllAgentCapabilities, null, ("rack", "1")), Scene.Bag("cpus:1;mem:64"));
        Assert.Equal("s1", Assert.Single(scene.Run()).Agent.Value);

        scene.Allocator.UpdateFramework(Scene.F("f1"), new() { Roles = ["r"] });

        Assert.Equal("s2", Assert.Single(scene.Batch()).Agent.Value);
    }

    private static bool Accepts(string predicate, params (string Name, string? Text)[] attributes) =>
        Read(Of(Named("rack", predicate))).Accept("r", Agent(attributes));

    private static AgentTraits Agent(params (string Name, string? Text)[] attributes) =>
        Scene.Traits("s1", Scene.AllAgentCapabilities, null, attributes);

    private static Constraint Named(string attribute, string predicate) => new()
    {
        Selector = new() { AttributeName = attribute },
        Predicate = predicate switch
        {
            "exists" => new Predicate { Exists = new() },
            "not_exists" => new() { NotExists = new() },
            "text_equals" => new() { TextEquals = new() { Value = "abc" } },
            "text_not_equals" => new() { TextNotEquals = new() { Value = "abc" } },
            "text_matches" => new() { TextMatches = new() { Regex = "z|a.c" } },
            _ => new() { TextNotMatches = new() { Regex = "z|a.c" } },
        },
    };

    private static Mesos.V1.Scheduler.OfferConstraints Of(Constraint constraint) => Of([[constraint]]);

    private static Mesos.V1.Scheduler.OfferConstraints Of(params Constraint[][] groups)
    {
        var role = new Mesos.V1.Scheduler.OfferConstraints.Types.RoleConstraints();
        foreach (var group in groups)
        {
            role.Groups.Add(new Mesos.V1.Scheduler.OfferConstraints.Types.RoleConstraints.Types.Group
            {
                AttributeConstraints = { group },
            });
        }

        return new() { RoleConstraints = { ["r"] = role } };
    }

    private static OfferConstraints Read(Mesos.V1.Scheduler.OfferConstraints message)
    {
        Assert.Null(OfferConstraintsReading.Read(message, out var constraints));
        return constraints;
    }

    private static string Refuse(Mesos.V1.Scheduler.OfferConstraints message) =>
        OfferConstraintsReading.Read(message, out _) ?? "accepted";
}
