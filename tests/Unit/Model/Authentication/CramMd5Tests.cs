using System.Text;
using Kernel.Model;

namespace Kernel.Tests.Unit.Model.Authentication;

public sealed class CramMd5Tests
{
    private const string Challenge = "<1896.697170952@postoffice.reston.mci.net>";

    private static readonly Dictionary<string, string> Secrets = new() { ["tim"] = "tanstaaftanstaaf", ["a b"] = "s" };

    [Fact]
    public void An_answer_is_that_of_the_example_in_the_standard() => Assert.Equal(
        "tim b913a602c7eda7a495b4e6e7334d3890",
        CramMd5.Answer(new("tim", "tanstaaftanstaaf"), Encoding.UTF8.GetBytes(Challenge)));

    [Theory]
    [InlineData("tim b913a602c7eda7a495b4e6e7334d3890", "tim")]
    [InlineData("tim B913A602C7EDA7A495B4E6E7334D3890", null)]
    [InlineData("tim b913a602c7eda7a495b4e6e7334d3891", null)]
    [InlineData("tim ", null)]
    [InlineData("tim", null)]
    [InlineData("", null)]
    [InlineData(" b913a602c7eda7a495b4e6e7334d3890", null)]
    [InlineData("tom b913a602c7eda7a495b4e6e7334d3890", null)]
    public void Only_the_digest_of_the_secret_proves_a_principal(string answer, string? principal) =>
        Assert.Equal(principal, CramMd5.Judge(Encoding.UTF8.GetBytes(answer), Challenge, Secrets));

    [Fact]
    public void A_principal_may_have_spaces_and_a_stranger_is_not_proved_by_an_empty_secret()
    {
        var challenge = Encoding.UTF8.GetBytes(Challenge);
        Assert.Equal("a b", CramMd5.Judge(Encoding.UTF8.GetBytes(CramMd5.Answer(new("a b", "s"), challenge)), Challenge, Secrets));
        Assert.Null(CramMd5.Judge(Encoding.UTF8.GetBytes(CramMd5.Answer(new("nobody", ""), challenge)), Challenge, Secrets));
    }

    [Fact]
    public void Challenges_differ()
    {
        var chance = new Chance(1);
        Assert.NotEqual(
            CramMd5.Challenge(chance, Moment.FromSeconds(5), "h"), CramMd5.Challenge(chance, Moment.FromSeconds(5), "h"));
    }
}
