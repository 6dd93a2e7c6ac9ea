using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>The form of a group as it is sent (Marathon: group.raml).</summary>
public static class GroupShape
{
    /// <summary>Groups nested deeper than this are refused, since reading them takes stack.</summary>
    private const int DeepestNesting = 64;

    private static readonly Shape Nested = new EitherShape(static _ => Whole!);

    private static readonly Shape Whole = Shape(true);
    private static readonly Shape Part = Shape(false);

    /// <summary>Checks the form of a group.</summary>
    /// <returns>A copy with known members only; null if it is no object or nested too deeply.</returns>
    public static JsonObject? Read(JsonNode sent, bool needsId, Violations violations)
    {
        if (Depth(sent, 0) > DeepestNesting)
        {
            violations.Add("/groups", "error.maxLength");
            return null;
        }

        return (needsId ? Whole : Part).Read(sent, "", violations) as JsonObject;
    }

    private static Shape Shape(bool needsId) => new ObjectShape(
        ("id", needsId ? Shapes.PathId.Required() : Shapes.PathId.Optional()),
        ("apps", new ArrayShape(AppShape.Whole)),
        ("groups", new ArrayShape(Nested)),
        ("dependencies", new ArrayShape(Shapes.PathId, unique: true)),
        ("scaleBy", new NumberShape(0)),
        ("version", Shapes.Text),
        ("enforceRole", Shapes.Bool));

    private static int Depth(JsonNode? group, int depth) =>
        depth > DeepestNesting || group is not JsonObject { } map || map["groups"] is not JsonArray groups
            ? depth
            : groups.Select(nested => Depth(nested, depth + 1)).DefaultIfEmpty(depth).Max();
}
