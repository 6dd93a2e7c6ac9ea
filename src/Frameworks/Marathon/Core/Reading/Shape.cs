using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>
/// The form that a JSON value must have, as the RAML types of Marathon's API say it. Reading a value gives a copy
/// without
/// unknown members and nulls, with defaults filled in and enumerations in their canonical case; what is wrong is noted
/// with the codes of
/// Marathon's JSON reader.
/// </summary>
public abstract class Shape
{
    /// <summary>Reads a value.</summary>
    /// <param name="value">What was sent; neither absent nor null.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="violations">Notes what is wrong.</param>
    public abstract JsonNode? Read(JsonNode value, string path, Violations violations);

    /// <summary>Makes it the shape of a member that may be absent.</summary>
    public Member Optional(JsonNode? byDefault = null) => new(this, false, byDefault);

    /// <summary>Makes it the shape of a member that must be there.</summary>
    public Member Required() => new(this, true, null);

    /// <summary>A member that may be absent.</summary>
    public static implicit operator Member(Shape shape) => shape.Optional();
}

/// <summary>A member of an object.</summary>
/// <param name="Shape">Its form.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Default">What it is if it is not there.</param>
public sealed record Member(Shape Shape, bool IsRequired, JsonNode? Default);

/// <summary>A text.</summary>
public sealed class TextShape(int minLength = 0, int maxLength = int.MaxValue, Regex? pattern = null) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            violations.Add(path, "error.expected.jsstring");
            return null;
        }

        var text = value.GetValue<string>();
        violations.Demand(text.Length >= minLength, path, "error.minLength");
        violations.Demand(text.Length <= maxLength, path, "error.maxLength");
        violations.Demand(pattern?.IsMatch(text) ?? true, path, "error.pattern");
        return JsonValue.Create(text);
    }
}

/// <summary>One of some texts, in any letter case.</summary>
public sealed class EnumShape(params string[] values) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            violations.Add(path, "error.expected.jsstring");
            return null;
        }

        var text = value.GetValue<string>();
        var found = values.FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase));
        violations.Demand(found is not null, path, "error.unknown.enum.literal");
        return JsonValue.Create(found);
    }
}

/// <summary>A number.</summary>
public sealed class NumberShape(double min = double.NegativeInfinity, double max = double.PositiveInfinity) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value.GetValueKind() != JsonValueKind.Number || !TryGet(value, out var number))
        {
            violations.Add(path, "error.expected.jsnumber");
            return null;
        }

        violations.Demand(number >= min, path, "error.min");
        violations.Demand(number <= max, path, "error.max");
        return JsonValue.Create(number);
    }

    /// <summary>The number that a value is, if it is a finite one.</summary>
    internal static bool TryGet(JsonNode value, out double number) =>
        double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);
}

/// <summary>A whole number.</summary>
public sealed class IntegerShape(long min = int.MinValue, long max = int.MaxValue) : Shape
{
    /// <summary>A port or 0.</summary>
    public static readonly Shape AnyPort = new IntegerShape(0, 65_535);

    /// <summary>A count of seconds or things.</summary>
    public static readonly Shape Natural = new IntegerShape(0);

    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value.GetValueKind() != JsonValueKind.Number || !NumberShape.TryGet(value, out var number))
        {
            violations.Add(path, "error.expected.jsnumber");
            return null;
        }

        if (number != Math.Floor(number) || Math.Abs(number) > 1L << 53)
        {
            violations.Add(path, "error.expected.int");
            return null;
        }

        violations.Demand(number >= min, path, "error.min");
        violations.Demand(number <= max, path, "error.max");
        return Math.Abs(number) <= int.MaxValue ? JsonValue.Create((int)number) : JsonValue.Create((long)number);
    }
}

/// <summary>True or false.</summary>
public sealed class BoolShape : Shape
{
    /// <summary>The only one.</summary>
    public static readonly Shape Instance = new BoolShape();

    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        var kind = value.GetValueKind();
        violations.Demand(kind is JsonValueKind.True or JsonValueKind.False, path, "error.expected.jsboolean");
        return JsonValue.Create(kind == JsonValueKind.True);
    }
}

/// <summary>An array.</summary>
public sealed class ArrayShape(Shape items, int minItems = 0, int maxItems = int.MaxValue, bool unique = false) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value is not JsonArray array)
        {
            violations.Add(path, "error.expected.jsarray");
            return null;
        }

        violations.Demand(array.Count >= minItems, path, "error.minLength");
        violations.Demand(array.Count <= maxItems, path, "error.maxLength");
        var read = new JsonArray();
        var seen = new HashSet<string>();
        for (var i = 0; i < array.Count; i++)
        {
            var item = array[i] is { } node ? items.Read(node, $"{path}({i})", violations) : null;
            violations.Demand(array[i] is not null, $"{path}({i})", "error.path.missing");
            if (!unique || seen.Add(item?.ToJsonString() ?? ""))
            {
                read.Add(item);
            }
        }

        return read;
    }
}

/// <summary>A map from names to values of one form.</summary>
public sealed class MapShape(Shape values, Regex? names = null) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value is not JsonObject map)
        {
            violations.Add(path, "error.expected.jsobject");
            return null;
        }

        var read = new JsonObject();
        foreach (var (name, node) in map)
        {
            violations.Demand(names?.IsMatch(name) ?? true, $"{path}/{name}", "error.pattern");
            if (node is not null)
            {
                read[name] = values.Read(node, $"{path}/{name}", violations);
            }
        }

        return read;
    }
}

/// <summary>An object with known members; others are passed over.</summary>
public sealed class ObjectShape(params (string Name, Member Member)[] members) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations)
    {
        if (value is not JsonObject sent)
        {
            violations.Add(path, "error.expected.jsobject");
            return null;
        }

        var read = new JsonObject();
        foreach (var (name, member) in members)
        {
            if (sent[name] is { } node)
            {
                read[name] = member.Shape.Read(node, $"{path}/{name}", violations);
            }
            else if (member.IsRequired)
            {
                violations.Add($"{path}/{name}", "error.path.missing");
            }
            else if (member.Default is { } byDefault)
            {
                read[name] = byDefault.DeepClone();
            }
        }

        return read;
    }
}

/// <summary>A form that depends on the value.</summary>
public sealed class EitherShape(Func<JsonNode, Shape> choose) : Shape
{
    /// <inheritdoc/>
    public override JsonNode? Read(JsonNode value, string path, Violations violations) =>
        choose(value).Read(value, path, violations);
}
