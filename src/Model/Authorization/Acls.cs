using System.Collections.Frozen;
using System.Text;

namespace Kernel.Model;

/// <summary>
/// Who may do what (mesos.md 5.19; Mesos: src/authorizer/local/authorizer.cpp). The first ACL of an action that
/// matches a request decides it; if none does, it is allowed if the ACLs are permissive.
/// </summary>
public sealed class Acls
{
    /// <summary>No ACLs are given: everybody may do everything.</summary>
    public static readonly Acls Open = new(isPermissive: true, []);

    private readonly FrozenDictionary<AclAction, Acl[]> all;

    /// <summary>The given ACLs, those of each action in order.</summary>
    /// <param name="isPermissive">Whether what no ACL matches is allowed.</param>
    /// <param name="acls">The ACLs.</param>
    public Acls(bool isPermissive, IEnumerable<KeyValuePair<AclAction, Acl>> acls)
    {
        IsPermissive = isPermissive;
        all = acls.GroupBy(static acl => acl.Key, static acl => acl.Value)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());
    }

    /// <summary>Whether what no ACL matches is allowed.</summary>
    public bool IsPermissive { get; }

    /// <summary>Whether no ACLs are given.</summary>
    public bool IsOpen => ReferenceEquals(this, Open);

    /// <summary>Whether somebody may be denied an action; if not, nobody need be asked.</summary>
    public bool Concern(AclAction action) => !IsOpen && (!IsPermissive || all.ContainsKey(action));

    /// <summary>Whether somebody may do something.</summary>
    /// <param name="subject">Who; null for a caller that has not authenticated.</param>
    /// <param name="action">What.</param>
    /// <param name="asked">On what; null for an action without an object, or on objects that nobody can name.</param>
    public bool Allows(Principal? subject, AclAction action, string? asked = null)
    {
        if (IsOpen)
        {
            return true;
        }

        // ACLs know principals by their name: to one that has none they can allow nothing.
        return subject is not { Value: null } && Decide(subject?.Value, action, asked);
    }

    /// <summary>
    /// Whether somebody may do something on all of some objects; on none of them, if the ACLs are permissive.
    /// </summary>
    public bool AllowsAll(Principal? subject, AclAction action, IReadOnlyCollection<string> asked) =>
        asked.Count == 0 ? !Concern(action) || IsPermissive : asked.All(one => Allows(subject, action, one));

    /// <summary>
    /// Whether somebody may do something on every object there can be, so that no single one need be asked about.
    /// </summary>
    public bool AllowsOnEverything(Principal? subject, AclAction action)
    {
        if (!Concern(action) || subject is { Value: null })
        {
            return !Concern(action);
        }

        foreach (var acl in all.GetValueOrDefault(action, []).Where(acl => acl.Principals.Matches(subject?.Value)))
        {
            if (!acl.Objects.IsList)
            {
                return acl.Allows(subject?.Value, null);
            }

            if (!acl.Principals.Allows(subject?.Value))
            {
                return false;
            }
        }

        return IsPermissive;
    }

    /// <summary>
    /// Why somebody may not do something; null if they may. The sentence names who, what and on what.
    /// </summary>
    public string? Refuse(Principal? subject, AclAction action, string? asked = null) =>
        Allows(subject, action, asked) ? null : Denial(subject, action, asked);

    /// <summary>What somebody is told who may not do something.</summary>
    public static string Denial(Principal? subject, AclAction action, string? asked = null)
    {
        var who = subject switch
        {
            { Value: { } name } => $"Principal '{name}'",
            null => "A caller without a principal",
            _ => "A caller known by claims only",
        };
        return $"{who} is not authorized to perform {NameOf(action)} on {(asked is null ? "ANY object" : $"'{asked}'")}";
    }

    private bool Decide(string? principal, AclAction action, string? asked) =>
        all.TryGetValue(action, out var acls) && Array.Find(acls, acl => acl.Matches(principal, asked)) is { } first
            ? first.Allows(principal, asked)
            : IsPermissive;

    /// <summary>An action as Mesos writes it: <c>RUN_TASK</c>.</summary>
    private static string NameOf(AclAction action)
    {
        var text = new StringBuilder();
        foreach (var letter in action.ToString())
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "_" : "").Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
