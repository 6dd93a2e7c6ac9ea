using System.Globalization;

namespace Kernel.ZooKeeper;

/// <summary>
/// Those who queue for something at a node: each has an ephemeral child with a number, and the lowest number is first
/// (Mesos: zookeeper::Group, LeaderContender).
/// </summary>
/// <param name="path">The node.</param>
/// <param name="label">What the names of the children begin with; others are not looked at.</param>
public sealed class CandidateGroup(string path, string label)
{
    private readonly string prefix = $"{label}_";

    /// <summary>Takes a place in the queue, behind all others.</summary>
    /// <param name="session">The place is kept as long as it lives.</param>
    /// <param name="data">What others are told.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The path of the child.</returns>
    /// <exception cref="ZooKeeperException">
    /// It could not be taken. After a loss of connection it may have been: then the session is to be given up.
    /// </exception>
    public async Task<string> JoinAsync(ZooKeeperSession session, byte[] data, CancellationToken stop)
    {
        await session.CreatePathAsync(path, stop).ConfigureAwait(false);
        return await session.CreateAsync(new($"{path}/{prefix}", data, NodeKind.EphemeralSequential), stop).ConfigureAwait(false);
    }

    /// <summary>Who is first: the path of its child; null if there is nobody. A change in the queue is told.</summary>
    public async Task<Watched<string?>> FirstAsync(ZooKeeperSession session, CancellationToken stop)
    {
        var children = await session.WatchChildrenAsync(path, stop).ConfigureAwait(false);
        return new(FirstOf(children.Value ?? []), children.Changed);
    }

    /// <summary>Reads what the first says; null if there is nobody.</summary>
    public async Task<byte[]?> DataOfFirstAsync(ZooKeeperSession session, CancellationToken stop)
    {
        // The first may go between the look at the queue and the look at its data: then another is first.
        while (FirstOf(await session.ChildrenAsync(path, stop).ConfigureAwait(false) ?? []) is { } first)
        {
            if (await session.GetAsync(first, stop).ConfigureAwait(false) is { } node)
            {
                return node.Data;
            }
        }

        return null;
    }

    private string? FirstOf(IEnumerable<string> names)
    {
        var first = names
            .Select(name => (Name: name, Number: NumberOf(name)))
            .Where(static child => child.Number is not null)
            .OrderBy(static child => child.Number)
            .FirstOrDefault();
        return first.Name is null ? null : $"{path}/{first.Name}";
    }

    private long? NumberOf(string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(prefix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
