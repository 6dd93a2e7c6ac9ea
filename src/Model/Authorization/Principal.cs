using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>Who a caller has proved to be (Mesos: process::http::authentication::Principal).</summary>
/// <param name="Value">
/// The name that ACLs, reservations and frameworks know; null if the caller has proved claims only, as an executor does
/// with its token.
/// </param>
/// <param name="Claims">
/// What else is proved of the caller, such as the executor (<c>eid</c>) that a token was made for.
/// </param>
public sealed record Principal(string? Value, IReadOnlyDictionary<string, string> Claims)
{
    /// <summary>A principal that is known by its name alone.</summary>
    public static Principal Named(string value) =>
        new(value, ImmutableDictionary<string, string>.Empty);
}
