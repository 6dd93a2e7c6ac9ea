using System.Text;
using Kernel.Protocol;
using Xunit;

namespace Kernel.Tests.Unit.Protocol;

public sealed class RecordIOTests
{
    private static readonly byte[] Stream = [.. RecordIO.Frame("hello"u8), .. RecordIO.Frame([]), .. RecordIO.Frame("a\nb"u8)];

    [Fact]
    public void A_record_is_framed_by_its_length_in_bytes() =>
        Assert.Equal("6\nh\u00e4llo", Encoding.UTF8.GetString(RecordIO.Frame(Encoding.UTF8.GetBytes("h\u00e4llo"))));

    [Fact]
    public void A_stream_split_anywhere_gives_the_same_records()
    {
        for (var first = 0; first <= Stream.Length; first++)
        {
            for (var second = first; second <= Stream.Length; second++)
            {
                var decoder = new RecordIODecoder();
                byte[][] records =
                [
                    .. decoder.Push(Stream.AsSpan(0, first)),
                    .. decoder.Push(Stream.AsSpan(first, second - first)),
                    .. decoder.Push(Stream.AsSpan(second)),
                ];
                Assert.Equal(["hello", "", "a\nb"], records.Select(Encoding.UTF8.GetString));
                Assert.False(decoder.IsInsideRecord);
            }
        }
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("\n")]
    [InlineData("-1\na")]
    [InlineData("12345678901\n")]
    public void A_length_that_is_no_number_fails_for_good(string stream)
    {
        var decoder = new RecordIODecoder();
        Assert.Throws<FormatException>(() => decoder.Push(Encoding.ASCII.GetBytes(stream)));
        Assert.Throws<FormatException>(() => decoder.Push("1\na"u8));
    }

    [Fact]
    public void A_record_over_the_bound_is_refused_before_it_is_held() =>
        Assert.Throws<FormatException>(() => new RecordIODecoder(recordBytesMax: 10).Push("11\n"u8));
}
