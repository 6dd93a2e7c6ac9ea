using Kernel.Tests.Simulation.Checks;

namespace Kernel.Tests.Simulation.World;

/// <summary>One run of a seed: trouble first, in which nothing unsafe may happen; then peace, in which everything must come right.</summary>
public static class SimRun
{
    /// <summary>Runs a seed.</summary>
    /// <returns>The cluster as it has become.</returns>
    /// <exception cref="SimFailure">Something that must hold did not; the message has the seed and the last of the trace.</exception>
    public static SimCluster Play(ulong seed, SimOptions options)
    {
        var cluster = new SimCluster(seed, options);
        try
        {
            Play(cluster);
            return cluster;
        }
        catch (Exception failure)
        {
            WriteWhole(cluster.World.Trace);
            throw new SimFailure(
                $"seed {seed} failed after {cluster.World.Steps} steps: {failure.Message}\n{cluster.World.Trace.Write(200)}\n{failure.StackTrace}");
        }
    }

    private static void Play(SimCluster cluster)
    {
        var (world, options) = (cluster.World, cluster.Options);
        cluster.Start();
        var faults = new SimFaults(cluster);
        world.After(TimeSpan.FromSeconds(20), faults.Begin);
        world.RunUntil(world.Now + TimeSpan.FromSeconds(20) + options.Trouble);
        faults.End();
        SimFailure.Unless(
            world.RunUntil(() => world.Steps % 64 == 0 && Convergence.Missing(cluster) is null, options.Convergence),
            () => $"{options.Convergence} after everything was healed, {Convergence.Missing(cluster)}");
    }

    /// <summary>Where KERNEL_SIM_TRACE names a file, the whole trace of a failure goes there.</summary>
    internal static void WriteWhole(SimTrace trace)
    {
        if (Environment.GetEnvironmentVariable("KERNEL_SIM_TRACE") is { Length: > 0 } path)
        {
            File.WriteAllText(path, trace.Write(int.MaxValue, lineLengthMax: 20_000));
        }
    }
}
