using V1 = Mesos.V1;

namespace Kernel.Protocol;

/// <summary>The agent's <c>--attributes</c> flag: <c>rack:2;zone:us-east;disks:[1-4]</c> (mesos.md 7.1).</summary>
public static class AttributesFlag
{
    /// <summary>Reads the flag.</summary>
    /// <exception cref="FormatException">It is malformed; the message names the attribute.</exception>
    public static IReadOnlyList<V1.Attribute> Parse(string text) =>
    [
        .. text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne),
    ];

    private static V1.Attribute ParseOne(string item)
    {
        var colon = item.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new FormatException($"Invalid attribute '{item}': expecting name:value");
        }

        var value = ValueText.Parse(item[(colon + 1)..], item);
        if (value.Type == V1.Value.Types.Type.Set)
        {
            throw new FormatException($"Invalid attribute '{item}': sets are not supported");
        }

        return new()
        {
            Name = item[..colon].Trim(), Type = value.Type, Scalar = value.Scalar, Ranges = value.Ranges, Text = value.Text,
        };
    }
}
