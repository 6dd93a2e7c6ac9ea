namespace Kernel.Executor.Core;

/// <summary>What <c>wait(2)</c> says of a process that ended (Linux; Mesos: stout's WSTRINGIFY).</summary>
/// <param name="Value">The number.</param>
public readonly record struct WaitStatus(int Value)
{
    private const int CoreDumped = 0x80;

    /// <summary>The status that it exited with; null if a signal ended it.</summary>
    public int? ExitCode => Signal == 0 ? (Value >> 8) & 0xff : null;

    /// <summary>The signal that ended it; 0 if it exited.</summary>
    public int Signal => Value & 0x7f;

    /// <summary>Whether it exited with 0.</summary>
    public bool IsSuccess => Value == 0;

    /// <inheritdoc/>
    public override string ToString() => ExitCode is { } code
        ? $"exited with status {code}"
        : $"terminated with signal {Signals.Name(Signal)}{((Value & CoreDumped) != 0 ? " (core dumped)" : "")}";
}
