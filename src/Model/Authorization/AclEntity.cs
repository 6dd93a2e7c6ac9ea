using System.Collections.Frozen;

namespace Kernel.Model;

/// <summary>
/// One side of an ACL: some values, anything, or nothing (Mesos: ACL.Entity). It is asked with the value of a
/// request, or with null, which is a request that concerns anything: a caller without a principal, an action
/// without an object.
/// </summary>
public sealed class AclEntity
{
    /// <summary>Anything, and requests that concern anything.</summary>
    public static readonly AclEntity Any = new(isNone: false);

    /// <summary>Nothing: it matches whatever is asked, and denies it.</summary>
    public static readonly AclEntity None = new(isNone: true);

    private const string Below = "/%";

    private readonly bool isNone;
    private readonly FrozenSet<string>? values;
    private readonly string[] ancestors = [];

    private AclEntity(bool isNone) => this.isNone = isNone;

    private AclEntity(FrozenSet<string> values, string[] ancestors) => (this.values, this.ancestors) = (values, ancestors);

    /// <summary>Whether it names values, so that it matters which is asked for.</summary>
    public bool IsList => values is not null;

    /// <summary>Any of these values.</summary>
    public static AclEntity Some(params IEnumerable<string> values) => new(values.ToFrozenSet(), []);

    /// <summary>Any of these roles; <c>a/%</c> stands for all roles strictly below <c>a</c>.</summary>
    public static AclEntity SomeRoles(params IEnumerable<string> roles)
    {
        var all = roles.ToLookup(static role => role.EndsWith(Below, StringComparison.Ordinal));
        return new(all[false].ToFrozenSet(), [.. all[true].Select(static role => role[..^Below.Length])]);
    }

    /// <summary>Whether an ACL with this side says anything about a request.</summary>
    public bool Matches(string? asked) => values is null || IsOneOf(asked);

    /// <summary>Whether an ACL with this side, which matches a request, allows it.</summary>
    public bool Allows(string? asked) => !isNone && Matches(asked);

    private bool IsOneOf(string? asked) =>
        asked is not null
        && (values!.Contains(asked) || ancestors.Any(ancestor => Roles.IsDescendant(asked, ancestor)));
}
