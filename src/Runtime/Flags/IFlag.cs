namespace Kernel.Runtime.Flags;

/// <summary>One flag of a component.</summary>
public interface IFlag
{
    /// <summary>Its names without the dashes, the first one being the one that is shown.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether it is a switch, <c>--[no-]name</c>.</summary>
    bool IsSwitch { get; }

    /// <summary>Gives options the value that a text means.</summary>
    /// <exception cref="FormatException">The text is no value of the flag; the message names the flag.</exception>
    void Set(object options, string text);

    /// <summary>The value of options as a text that <see cref="Set"/> reads; null if it is not set.</summary>
    string? Get(object options);
}
