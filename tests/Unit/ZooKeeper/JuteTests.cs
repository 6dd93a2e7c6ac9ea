using Kernel.ZooKeeper;
using Kernel.ZooKeeper.Wire;
using Xunit;

namespace Kernel.Tests.Unit.ZooKeeper;

public sealed class JuteTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var written = new JuteWriter().Int(-7).Long(1L << 40).Bool(true).Bytes([1, 2]).Text("né").Int(2).Text("a").Text("").Written;
        var reader = new JuteReader(written.Span);
        Assert.Equal(-7, reader.Int());
        Assert.Equal(1L << 40, reader.Long());
        Assert.True(reader.Bool());
        Assert.Equal([1, 2], reader.Bytes());
        Assert.Equal("né", reader.Text());
        Assert.Equal(["a", ""], reader.Texts());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("7fffffff")]
    [InlineData("00000003414243")]
    [InlineData("0000")]
    public void A_record_that_is_shorter_than_it_says_is_refused_without_a_large_allocation(string hex)
    {
        var refusal = Assert.Throws<ZooKeeperException>(() => new JuteReader(Convert.FromHexString(hex)).Texts());
        Assert.Equal(ZooKeeperError.Marshalling, refusal.Error);
    }

    [Fact]
    public void A_missing_text_is_empty() => Assert.Equal("", new JuteReader([0xff, 0xff, 0xff, 0xff]).Text());
}
