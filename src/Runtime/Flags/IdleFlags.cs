namespace Kernel.Runtime.Flags;

/// <summary>The flags without effect of one component, and the values that were given to some.</summary>
/// <param name="all">The flags.</param>
public sealed class IdleFlags(IReadOnlyList<IdleFlag> all)
{
    private readonly Dictionary<IdleFlag, string> given = [];

    /// <summary>The flags.</summary>
    public IReadOnlyList<IdleFlag> All => all;

    /// <summary>For each flag that was given: that it has no effect, and why.</summary>
    public IEnumerable<string> Sentences => given.Keys
        .OrderBy(static flag => flag.Names[0], StringComparer.Ordinal)
        .Select(static flag => $"--{flag.Names[0]} has no effect: {flag.Why}");

    /// <summary>Says that a flag was given.</summary>
    public void Give(IdleFlag flag, string value) => given[flag] = value;

    /// <summary>The value of a flag: the one given, or the default that Mesos has.</summary>
    public string? Of(IdleFlag flag) => given.GetValueOrDefault(flag) ?? flag.Default;
}

/// <summary>Options of a component that accepts flags without effect.</summary>
public interface IHasIdleFlags
{
    /// <summary>Those flags.</summary>
    IdleFlags Idle { get; }
}
