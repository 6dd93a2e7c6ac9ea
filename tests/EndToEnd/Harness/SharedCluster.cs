namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>A cluster that the tests of a class share, where none disturbs another.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    /// <summary>The cluster.</summary>
    public LocalCluster Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Cluster = await LocalCluster.UpAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
