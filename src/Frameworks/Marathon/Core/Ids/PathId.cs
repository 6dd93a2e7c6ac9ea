using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>The absolute path that names an app, pod or group: <c>/</c>, <c>/web</c>, <c>/shop/db</c>.</summary>
[JsonConverter(typeof(PathIdJson))]
public readonly partial record struct PathId : IComparable<PathId>
{
    private readonly string? value;

    private PathId(string value) => this.value = value;

    /// <summary>The root of all groups, <c>/</c>.</summary>
    public static readonly PathId Root = new("/");

    /// <summary>The path as text, beginning with a slash.</summary>
    public string Value => value ?? "/";

    /// <summary>Whether it is the root.</summary>
    public bool IsRoot => Value.Length == 1;

    /// <summary>Its segments, first to last.</summary>
    public string[] Segments => Value.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The enclosing group; the root is its own parent.</summary>
    public PathId Parent => Value.LastIndexOf('/') is var at && at > 0 ? new(Value[..at]) : Root;

    /// <summary>The first segment as a path: the top-level group that it is in or is.</summary>
    public PathId Top => IsRoot ? Root : new($"/{Segments[0]}");

    /// <summary>The segments joined by underscores, as task ids have them.</summary>
    public string Safe => Value[1..].Replace('/', '_');

    /// <summary>
    /// The segments in reverse order joined by dots: a task's name and its name in service discovery.
    /// </summary>
    public string HostName => string.Join('.', Segments.Reverse());

    /// <summary>Reads a path; a relative one is taken from a base. <c>.</c> and <c>..</c> are resolved.</summary>
    public static PathId Resolve(string text, PathId from)
    {
        var segments = new List<string>(text.StartsWith('/') ? [] : from.Segments);
        foreach (var segment in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return new("/" + string.Join('/', segments));
    }

    /// <summary>Reads a path, taken from the root.</summary>
    public static PathId Of(string text) => Resolve(text, Root);

    /// <summary>The path that an underscore-joined form stands for.</summary>
    public static PathId FromSafe(string text) => new("/" + text.Replace('_', '/'));

    /// <summary>A child of this group.</summary>
    public PathId Child(string name) => new(IsRoot ? $"/{name}" : $"{Value}/{name}");

    /// <summary>Whether this is a group above the other, the root being above all but itself.</summary>
    public bool IsAbove(PathId other) => other.Value.Length > Value.Length
        && (IsRoot || (other.Value.StartsWith(Value, StringComparison.Ordinal) && other.Value[Value.Length] == '/'));

    /// <summary>The groups above it, the root first.</summary>
    public IEnumerable<PathId> Ancestors()
    {
        yield return Root;
        for (var at = Value.IndexOf('/', 1); at > 0; at = Value.IndexOf('/', at + 1))
        {
            yield return new(Value[..at]);
        }
    }

    /// <summary>Whether every segment obeys the grammar of ids.</summary>
    public bool IsWellFormed => Segments.All(static segment => SegmentPattern().IsMatch(segment));

    /// <inheritdoc/>
    public int CompareTo(PathId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>The grammar of one segment (Marathon: PathId.scala).</summary>
    [GeneratedRegex(SegmentGrammar, RegexOptions.CultureInvariant)]
    private static partial Regex SegmentPattern();

    /// <summary>The grammar of one segment.</summary>
    public const string SegmentGrammar =
        @"^(([a-z0-9]|[a-z0-9][a-z0-9\-]*[a-z0-9])\.)*([a-z0-9]|[a-z0-9][a-z0-9\-]*[a-z0-9])$|^(\.|\.\.)$";
}
