namespace Kernel.Model;

/// <summary>Role names and their hierarchy: <c>a/b</c> is a child of <c>a</c> (Mesos: src/common/roles.cpp).</summary>
public static class Roles
{
    /// <summary>The role of those who name none; it cannot be reserved for.</summary>
    public const string Default = "*";

    /// <summary>Why a text may not be a role name; null if it may.</summary>
    public static string? Refuse(string role)
    {
        if (role == Default)
        {
            return null;
        }

        if (role.Length == 0)
        {
            return "Empty role name is invalid";
        }

        if (role[0] == '/' || role[^1] == '/')
        {
            return $"Role '{role}' cannot start or end with a slash";
        }

        foreach (var component in role.Split('/'))
        {
            if (RefuseComponent(role, component) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Whether a role is <paramref name="ancestor"/> or lies below it.</summary>
    public static bool IsSameOrDescendant(string role, string ancestor) =>
        role == ancestor || IsDescendant(role, ancestor);

    /// <summary>Whether a role lies strictly below <paramref name="ancestor"/>.</summary>
    public static bool IsDescendant(string role, string ancestor) =>
        role.Length > ancestor.Length && role[ancestor.Length] == '/' && role.StartsWith(ancestor, StringComparison.Ordinal);

    /// <summary>The role one level up; null for a top-level role.</summary>
    public static string? Parent(string role) =>
        role.LastIndexOf('/') is var slash and >= 0 ? role[..slash] : null;

    /// <summary>The top-level role that a role belongs to.</summary>
    public static string TopLevel(string role) =>
        role.IndexOf('/') is var slash and >= 0 ? role[..slash] : role;

    private static string? RefuseComponent(string role, string component) => component switch
    {
        "" => $"Role '{role}' cannot contain two adjacent slashes",
        "." or ".." or Default => $"Role '{role}' cannot include '{component}' as a component",
        ['-', ..] => $"Role component '{component}' is invalid because it begins with a dash ('-')",
        _ when component.Any(static c => c is '\t' or '\n' or '\v' or '\f' or '\r' or ' ' or '\x7f') =>
            $"Role component '{component}' is invalid because it contains backspace or whitespace",
        _ => null,
    };
}
