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
