using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kernel.Runtime.Authentication;
using Kernel.Tests.Support;

namespace Kernel.Tests.Unit.Runtime.Authentication;

public sealed class TokensTests
{
    private static readonly byte[] Key = "secret"u8.ToArray();

    private readonly ManualTime time = new(DateTimeOffset.FromUnixTimeSeconds(1_000));

    [Fact]
    public void A_token_is_read_as_it_was_made()
    {
        var claims = new Dictionary<string, string> { ["fid"] = "f-1", ["eid"] = "e \"1\"", ["cid"] = "c" };
        Assert.Null(Tokens().Read(Tokens().Make(claims), out var read));
        Assert.Equal(claims.OrderBy(static claim => claim.Key), read.OrderBy(static claim => claim.Key));
    }

    [Fact]
    public void A_token_of_another_maker_is_known_by_its_signature()
    {
        // The example that RFC 7519 tools show everywhere, signed with the key "secret".
        const string token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWV9"
            + ".TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ";
        Assert.Null(Tokens().Read(token, out var claims));
        Assert.Equal(("John Doe", "True"), (claims["name"], claims["admin"]));
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", "{}", "Token 'alg' value is not HS256")]
    [InlineData("""{"typ":"JWT"}""", "{}", "Token 'alg' value is not HS256")]
    [InlineData("""{"alg":"HS256","typ":"JWE"}""", "{}", "Token 'typ' is not JWT")]
    [InlineData("""{"alg":"HS256","crit":["x"]}""", "{}", "Token 'crit' is not supported")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":1000}""", "Token has expired")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":"soon"}""", "JSON payload 'exp' field is not a number")]
    [InlineData("""{"alg":"HS256"}""", "[]", "Expecting JSON objects in base64url")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":1000.5}""", null)]
    public void A_signed_token_must_be_what_is_understood_and_last(string header, string payload, string? expected) =>
        Assert.Equal(expected, Tokens().Read(Signed(header, payload), out _));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.!!!!")]
    [InlineData("e30.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_signed_is_refused(string token) => Assert.NotNull(Tokens().Read(token, out _));

    [Fact]
    public void A_token_signed_with_another_key_is_refused() => Assert.Equal(
        "Token signature does not match",
        Tokens().Read(new Tokens("other"u8.ToArray(), time).Make(new Dictionary<string, string>()), out _));

    private Tokens Tokens() => new(Key, time);

    private static string Signed(string header, string payload)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)))}";
    }
}
