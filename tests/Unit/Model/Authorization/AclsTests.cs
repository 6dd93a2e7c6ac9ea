using Kernel.Model;

namespace Kernel.Tests.Unit.Model.Authorization;

/// <summary>Which ACL decides, and what (mesos.md 5.19).</summary>
public class AclsTests
{
    private const AclAction Register = AclAction.RegisterFramework;

    private static readonly Principal Ann = Principal.Named("ann");
    private static readonly Principal Bob = Principal.Named("bob");

    [Fact]
    public void Without_acls_everybody_may_do_everything()
    {
        Assert.All(Enum.GetValues<AclAction>(), static action => Assert.True(Acls.Open.Allows(null, action)));
        Assert.True(Acls.Open.Allows(Executor("c1"), AclAction.RunTask, "root"));
        Assert.All(Enum.GetValues<AclAction>(), static action => Assert.False(Acls.Open.Concern(action)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_no_acl_matches_is_as_the_acls_are_permissive(bool isPermissive)
    {
        var acls = Of(isPermissive, new Acl(AclEntity.Some("ann"), AclEntity.Some("web")));

        Assert.Equal(isPermissive, acls.Allows(Bob, Register, "web"));
        Assert.Equal(isPermissive, acls.Allows(Ann, Register, "db"));
        Assert.Equal(isPermissive, acls.Allows(null, Register, "web"));
        Assert.Equal(isPermissive, acls.Allows(Ann, AclAction.RunTask, "web"));
        Assert.True(acls.Allows(Ann, Register, "web"));
    }

    [Fact]
    public void The_first_that_matches_decides()
    {
        var acls = Of(
            isPermissive: true,
            new Acl(AclEntity.Some("ann"), AclEntity.SomeRoles("web")),
            new Acl(AclEntity.None, AclEntity.SomeRoles("web")),
            new Acl(AclEntity.Any, AclEntity.SomeRoles("web")));

        Assert.True(acls.Allows(Ann, Register, "web"));
        Assert.False(acls.Allows(Bob, Register, "web"));
        Assert.False(acls.Allows(null, Register, "web"));
        Assert.True(acls.Allows(Bob, Register, "db"));
    }

    [Fact]
    public void No_objects_for_a_principal_denies_it_everything_and_others_nothing()
    {
        var acls = Of(isPermissive: true, new Acl(AclEntity.Some("ann"), AclEntity.None));

        Assert.False(acls.Allows(Ann, Register, "web"));
        Assert.False(acls.Allows(Ann, Register));
        Assert.True(acls.Allows(Bob, Register, "web"));
        Assert.True(acls.Allows(null, Register, "web"));
    }

    [Fact]
    public void Any_principal_is_also_the_one_that_has_not_authenticated()
    {
        var acls = Of(isPermissive: false, new Acl(AclEntity.Any, AclEntity.SomeRoles("web")));

        Assert.True(acls.Allows(null, Register, "web"));
        Assert.False(acls.Allows(null, Register));
    }

    [Fact]
    public void All_of_the_roles_must_be_allowed()
    {
        var acls = Of(isPermissive: false, new Acl(AclEntity.Some("ann"), AclEntity.SomeRoles("eng/%")));

        Assert.True(acls.AllowsAll(Ann, Register, ["eng/dev", "eng/ci"]));
        Assert.False(acls.AllowsAll(Ann, Register, ["eng/dev", "ops"]));
        Assert.False(acls.AllowsAll(Ann, Register, []));
        Assert.True(Of(isPermissive: true).AllowsAll(Ann, Register, []));
    }

    [Fact]
    public void A_principal_without_a_name_is_allowed_nothing()
    {
        var acls = Of(isPermissive: true, new Acl(AclEntity.Any, AclEntity.Any));

        Assert.False(acls.Allows(Executor("c1"), Register, "web"));
        Assert.False(acls.Allows(Executor("c1"), AclAction.ViewFlags));
    }

    [Fact]
    public void Acls_concern_an_action_if_somebody_may_be_denied_it()
    {
        var permissive = Of(isPermissive: true, new Acl(AclEntity.Any, AclEntity.Any));

        Assert.True(permissive.Concern(Register));
        Assert.False(permissive.Concern(AclAction.ViewTask));
        Assert.True(Of(isPermissive: false).Concern(AclAction.ViewTask));
    }

    public static TheoryData<bool, Acl[], bool> OnEverything => new()
    {
        { true, [], true },
        { false, [], false },
        { false, [new(AclEntity.Some("ann"), AclEntity.Any)], true },
        { true, [new(AclEntity.Some("ann"), AclEntity.None)], false },
        { true, [new(AclEntity.None, AclEntity.Any)], false },
        { true, [new(AclEntity.Some("bob"), AclEntity.None)], true },
        { false, [new(AclEntity.Some("ann"), AclEntity.SomeRoles("web"))], false },
        { true, [new(AclEntity.Some("ann"), AclEntity.SomeRoles("web"))], true },
        { true, [new(AclEntity.None, AclEntity.SomeRoles("web"))], false },
        { false, [new(AclEntity.Some("ann"), AclEntity.SomeRoles("web")), new(AclEntity.Any, AclEntity.Any)], true },
        { true, [new(AclEntity.Some("ann"), AclEntity.SomeRoles("web")), new(AclEntity.None, AclEntity.Any)], false },
    };

    [Theory]
    [MemberData(nameof(OnEverything))]
    public void Who_may_do_something_on_everything_is_known_without_asking_about_each(bool isPermissive, Acl[] acls, bool expected)
    {
        var all = Of(isPermissive, acls);

        Assert.Equal(expected, all.AllowsOnEverything(Ann, Register));
        Assert.Equal(expected, all.Allows(Ann, Register, "web") && all.Allows(Ann, Register, "db") && all.Allows(Ann, Register));
        Assert.False(all.AllowsOnEverything(Executor("c1"), Register) && all.Concern(Register));
    }

    [Theory]
    [InlineData("ann", "web", "Principal 'ann' is not authorized to perform REGISTER_FRAMEWORK on 'web'")]
    [InlineData(null, "web", "A caller without a principal is not authorized to perform REGISTER_FRAMEWORK on 'web'")]
    [InlineData("ann", null, "Principal 'ann' is not authorized to perform REGISTER_FRAMEWORK on ANY object")]
    public void A_denial_says_who_what_and_on_what(string? principal, string? role, string expected)
    {
        var subject = principal is null ? null : Principal.Named(principal);

        Assert.Equal(expected, Of(isPermissive: false).Refuse(subject, Register, role));
        Assert.Null(Acls.Open.Refuse(subject, Register, role));
    }

    private static Acls Of(bool isPermissive, params Acl[] acls) =>
        new(isPermissive, acls.Select(static acl => KeyValuePair.Create(Register, acl)));

    private static Principal Executor(string container) =>
        new(null, new Dictionary<string, string> { ["cid"] = container });
}
