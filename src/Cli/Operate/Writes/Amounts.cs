using System.Globalization;
using Google.Protobuf.Collections;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;

namespace Kernel.Cli.Operate.Writes;

/// <summary>Amounts of scalar resources, in the order of their names.</summary>
internal sealed class Amounts : SortedDictionary<string, double>
{
    private Amounts()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The amounts of a message.</summary>
    public static Amounts Of(MapField<string, Value.Types.Scalar> message)
    {
        var amounts = new Amounts();
        foreach (var (name, scalar) in message)
        {
            amounts[name] = scalar.Value;
        }

        return amounts;
    }

    /// <summary>Reads <c>cpus:4;mem:1024</c>; no text is no amounts.</summary>
    /// <exception cref="FormatException">It is malformed; the message names what is.</exception>
    public static Amounts Parse(string? text)
    {
        var amounts = new Amounts();
        foreach (var resource in ResourcesFlag.Parse(text ?? ""))
        {
            if (resource.Kind.Type != ResourceType.Scalar || !resource.Kind.IsUnreserved)
            {
                throw new FormatException($"Invalid amounts '{text}': '{resource}' is not a number of an unreserved resource");
            }

            amounts[resource.Kind.Name] = resource.Scalar;
        }

        return amounts;
    }

    /// <summary>Adds them to a message.</summary>
    public void AddTo(MapField<string, Value.Types.Scalar> message)
    {
        foreach (var (name, amount) in this)
        {
            message[name] = new() { Value = amount };
        }
    }

    /// <summary>As they are read: <c>cpus:4;mem:1024</c>.</summary>
    public override string ToString() => Count == 0
        ? "-"
        : string.Join(";", this.Select(static amount => string.Create(CultureInfo.InvariantCulture, $"{amount.Key}:{amount.Value:0.###}")));
}
