namespace Kernel.Runtime.Flags;

/// <summary>
/// Says more about an option's flag than its property does. Without it <c>WorkDir</c> is the flag <c>--work_dir</c>.
/// </summary>
/// <param name="names">The flag's names without the dashes, the first one being the one that is shown.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlagAttribute(params string[] names) : Attribute
{
    /// <summary>The flag's names.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>An option that no flag sets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAFlagAttribute : Attribute;

/// <summary>
/// A flag that names the file of a secret, or is the secret: it is kept as it was given, and what is shown of it never tells more
/// than the name of the file.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretFlagAttribute : Attribute
{
    /// <summary>Whether the value is the secret itself, as some flags of Marathon and Chronos are.</summary>
    public bool IsItself { get; init; }
}
