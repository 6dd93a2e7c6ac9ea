namespace Kernel.ZooKeeper.Masters;

/// <summary>
/// Finds the leading master in ZooKeeper, and every later one (Mesos: ZooKeeperMasterDetector). While ZooKeeper cannot be
/// asked, the last one found stands.
/// </summary>
/// <param name="address">What <c>--master=zk://...</c> says.</param>
/// <param name="sessionTimeout">For how long a silent session is kept.</param>
/// <param name="time">The clock.</param>
public sealed class MasterDetector(ZooKeeperAddress address, TimeSpan sessionTimeout, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CandidateGroup group = MasterGroup.Of(address);
    private DetectedMaster? told;
    private bool hasTold;

    /// <summary>The leading master at this moment; null if there is none.</summary>
    /// <exception cref="ZooKeeperException">ZooKeeper cannot be asked.</exception>
    public async Task<DetectedMaster?> FindAsync(CancellationToken stop)
    {
        await using var session = await ZooKeeperSession.OpenAsync(address, sessionTimeout, time, stop).ConfigureAwait(false);
        return await group.DataOfFirstAsync(session, stop).ConfigureAwait(false) is { } json ? DetectedMaster.Parse(json) : null;
    }

    /// <summary>Tells the leading master, and again whenever it is another one, until it is stopped.</summary>
    /// <param name="tell">Is told the leader; null: there is none. What comes later waits until it has been taken.</param>
    /// <param name="trouble">Is told why ZooKeeper cannot be asked; it will be asked again.</param>
    /// <param name="stop">Ends it.</param>
    public Task RunAsync(Func<DetectedMaster?, ValueTask> tell, Action<string> trouble, CancellationToken stop) =>
        Retrying.UntilStoppedAsync(() => FollowAsync(tell, stop), trouble, Pause, time, stop);

    private async Task FollowAsync(Func<DetectedMaster?, ValueTask> tell, CancellationToken stop)
    {
        await using var session = await ZooKeeperSession.OpenAsync(address, sessionTimeout, time, stop).ConfigureAwait(false);
        while (true)
        {
            var first = await group.FirstAsync(session, stop).ConfigureAwait(false);
            var node = first.Value is { } path ? await session.GetAsync(path, stop).ConfigureAwait(false) : null;
            if (first.Value is null || node is not null)
            {
                await TellChangedAsync(node is null ? null : DetectedMaster.Parse(node.Data), tell).ConfigureAwait(false);
            }

            await first.Changed.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private async ValueTask TellChangedAsync(DetectedMaster? master, Func<DetectedMaster?, ValueTask> tell)
    {
        if (!hasTold || master != told)
        {
            await tell(master).ConfigureAwait(false);
            (hasTold, told) = (true, master);
        }
    }
}
