using System.Diagnostics;

namespace LoadTests;

/// <summary>How long something has taken, in milliseconds.</summary>
/// <param name="Wall">By the clock.</param>
/// <param name="Cpu">Of this thread's processor time.</param>
internal readonly record struct Stretch(double Wall, double Cpu);

/// <summary>A watch for both clocks.</summary>
/// <param name="wall">When it was started, by the clock.</param>
/// <param name="cpu">The processor time of this thread then.</param>
internal readonly struct Stopclock(long wall, double cpu)
{
    /// <summary>What has passed since it was started; to be asked by the thread that started it.</summary>
    public Stretch Elapsed =>
        new(Stopwatch.GetElapsedTime(wall).TotalMilliseconds, LoadTests.Cpu.Milliseconds() - cpu);

    /// <summary>Starts a watch.</summary>
    public static Stopclock Start() => new(Stopwatch.GetTimestamp(), LoadTests.Cpu.Milliseconds());
}
