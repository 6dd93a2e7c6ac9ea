using System.Text;
using Kernel.Model;
using Kernel.Runtime.Authentication;

namespace Kernel.Tests.Unit.Runtime.Authentication;

public sealed class AuthenticatorsTests
{
    private static readonly Credentials Known = new(new Credential("ops", "s3"), new Credential("üser", "a:b"));

    private static readonly Tokens Tokens = new("a key"u8.ToArray(), TimeProvider.System);

    [Theory]
    [InlineData("ops:s3", "ops")]
    [InlineData("üser:a:b", "üser")]
    [InlineData("ops:s3 ", null)]
    [InlineData("ops", null)]
    [InlineData(":s3", null)]
    [InlineData("ops:", null)]
    [InlineData("nobody:s3", null)]
    public void Basic_knows_who_shows_the_secret(string shown, string? principal)
    {
        var outcome = Make("basic").Authenticate($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(shown))}");
        Assert.Equal((principal, "Basic realm=\"r\""), (outcome.Principal?.Value, outcome.Challenge));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !")]
    [InlineData("b3BzOnMz")]
    [InlineData("Bearer b3BzOnMz")]
    public void Other_headers_prove_nothing(string? header) => Assert.Null(Make("basic").Authenticate(header).Principal);

    [Fact]
    public void The_header_that_clients_make_is_known() =>
        Assert.Equal("üser", Make("basic").Authenticate(new Credential("üser", "a:b").ToBasic().ToString()).Principal!.Value);

    [Fact]
    public void A_token_proves_claims_and_no_name()
    {
        var claims = new Dictionary<string, string> { ["fid"] = "f1", ["eid"] = "e1" };
        var principal = Make("jwt").Authenticate($"Bearer {Tokens.Make(claims)}").Principal!;
        Assert.Null(principal.Value);
        Assert.Equal(claims.OrderBy(static claim => claim.Key), principal.Claims.OrderBy(static claim => claim.Key));
    }

    [Fact]
    public void Who_shows_no_valid_token_is_told_why()
    {
        Assert.Equal("Bearer realm=\"r\"", Make("jwt").Authenticate(null).Challenge);
        Assert.Equal(
            "Bearer realm=\"r\", error=\"invalid_token\", error_description=\"Invalid JWT: Token signature does not match\"",
            Make("jwt").Authenticate("Bearer e30.e30.AAAA").Challenge);
    }

    [Fact]
    public void Of_several_ways_any_will_do_and_all_are_asked_for()
    {
        var both = Make("basic", "jwt");
        Assert.Equal("Basic realm=\"r\",Bearer realm=\"r\"", both.Authenticate(null).Challenge);
        Assert.NotNull(both.Authenticate($"Bearer {Tokens.Make(new Dictionary<string, string>())}").Principal);
        Assert.NotNull(both.Authenticate(new Credential("ops", "s3").ToBasic().ToString()).Principal);
    }

    [Theory]
    [InlineData("kerberos")]
    [InlineData("basic,basic")]
    [InlineData("")]
    public void Only_known_authenticators_are_made_each_once(string names) =>
        Assert.Contains("http_authenticators", Assert.Throws<FormatException>(() => Make(names.Split(',', StringSplitOptions.RemoveEmptyEntries))).Message);

    [Fact]
    public void What_an_authenticator_lacks_is_said()
    {
        var nobody = new Authenticators(null, null);
        Assert.Equal(
            "No credentials provided for the default 'basic' HTTP authenticator for realm 'r'",
            Assert.Throws<FormatException>(() => nobody.Of("r", "http_authenticators", ["basic"])).Message);
        Assert.Throws<FormatException>(() => nobody.Of("r", "http_authenticators", ["jwt"]));
    }

    private static IAuthenticator Make(params string[] names) => new Authenticators(Known, Tokens).Of("r", "http_authenticators", names);
}
