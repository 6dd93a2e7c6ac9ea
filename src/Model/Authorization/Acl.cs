namespace Kernel.Model;

/// <summary>One rule of access control: who, and on what. The action is that of the list it stands in.</summary>
/// <param name="Principals">Who.</param>
/// <param name="Objects">On what.</param>
public sealed record Acl(AclEntity Principals, AclEntity Objects)
{
    /// <summary>Whether it says anything about a request.</summary>
    public bool Matches(string? principal, string? asked) => Principals.Matches(principal) && Objects.Matches(asked);

    /// <summary>Whether it allows a request that it matches.</summary>
    public bool Allows(string? principal, string? asked) => Principals.Allows(principal) && Objects.Allows(asked);
}
