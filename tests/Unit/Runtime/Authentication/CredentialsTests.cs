using Kernel.Model;
using Kernel.Runtime.Authentication;

namespace Kernel.Tests.Unit.Runtime.Authentication;

public sealed class CredentialsTests
{
    [Theory]
    [InlineData("""{"credentials":[{"principal":"ops","secret":"s 3"},{"principal":"marathon","secret":"x"}]}""")]
    [InlineData("""{ "credentials" : [ {"principal":"ops","secret":"old"}, {"principal":"ops","secret":"s 3"}, {"principal":"marathon","secret":"x"} ] }""")]
    public void Credentials_are_read_from_json_and_the_last_of_a_principal_counts(string json)
    {
        var credentials = CredentialsFile.Read("credentials", json)!;
        Assert.True(credentials.Holds("ops", "s 3"));
        Assert.Equal(2, credentials.Count);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("file://{0}")]
    public void A_file_may_have_one_credential_a_line(string flag)
    {
        var credentials = CredentialsFile.Read("credentials", FileOf("ops  s3\n\nmarathon x\n", flag))!;
        Assert.True(credentials.Holds("ops", "s3") && credentials.Holds("marathon", "x"));
    }

    [Fact]
    public void Only_the_secret_of_the_principal_proves_it()
    {
        var credentials = new Credentials(new Credential("ops", "s3"), new Credential("marathon", ""));
        Assert.False(credentials.Holds("ops", "s4"));
        Assert.False(credentials.Holds("ops", ""));
        Assert.False(credentials.Holds("Ops", "s3"));
        Assert.False(credentials.Holds("nobody", ""));
    }

    [Fact]
    public void An_empty_file_is_as_none() => Assert.Null(CredentialsFile.Read("credentials", FileOf("\n")));

    [Theory]
    [InlineData("""{"credentials":[{"principal":"ops"}]}""", "every credential needs")]
    [InlineData("""{"credentials":{"principal":"ops","secret":"hush"}}""", "the array 'credentials'")]
    [InlineData("""{"credentials":[{"principal":"ops","secret":"hush"}""", "not valid JSON, at line 1")]
    [InlineData("ops hush hush", "at line 1")]
    [InlineData("a b\nops:hush", "at line 2")]
    public void What_is_wrong_is_said_without_the_secret(string content, string expected)
    {
        var refusal = Assert.Throws<FormatException>(() => CredentialsFile.Read("credentials", FileOf(content)));
        Assert.StartsWith("Failed to load flag 'credentials': ", refusal.Message);
        Assert.Contains(expected, refusal.Message);
        Assert.DoesNotContain("hush", refusal.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said() => Assert.Contains(
        "/does/not/exist",
        Assert.Throws<FormatException>(() => CredentialsFile.Read("credentials", "/does/not/exist")).Message);

    [Theory]
    [InlineData("""{"principal":"agent","secret":"s"}""")]
    [InlineData("agent s\n")]
    public void The_credential_of_a_component_is_one(string content)
    {
        Assert.Equal(new("agent", "s"), CredentialsFile.ReadOne("credential", FileOf(content)));
        Assert.Throws<FormatException>(() => CredentialsFile.ReadOne("credential", FileOf("a s\nb s")));
    }

    [Fact]
    public void A_pair_ends_its_name_at_the_first_colon()
    {
        Assert.Equal(new("ops", "a:b"), Credential.OfPair("ops:a:b"));
        Assert.Throws<FormatException>(() => Credential.OfPair("ops"));
        Assert.Throws<FormatException>(() => Credential.OfPair(":s"));
        Assert.Equal("ops", Credential.OfPair("ops:a").ToString());
    }

    private static string FileOf(string content, string flag = "{0}")
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        return flag.Replace("{0}", path, StringComparison.Ordinal);
    }
}
