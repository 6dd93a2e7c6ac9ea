using System.Reflection;
using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Xunit.Sdk;

namespace Kernel.Tests.Unit.Store;

/// <summary>A kind of store that the contract is tested on. An instance opens many stores on the same data.</summary>
public interface IStoreBackend : IAsyncDisposable
{
    /// <summary>Opens a store, as a process that starts would. If it keeps a lease, it goes by this clock.</summary>
    Task<IStore> OpenAsync(TimeProvider? time = null);
}

/// <summary>Runs a theory of the contract on one kind of store.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class OnStoreAttribute(string kind) : DataAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[kind]];
}

/// <summary>Runs it in memory.</summary>
public sealed class InMemoryAttribute() : OnStoreAttribute("memory");

/// <summary>Runs it on a SQLite file.</summary>
public sealed class SqliteAttribute() : OnStoreAttribute("sqlite");

/// <summary>Runs it on PostgreSQL, where that is installed.</summary>
public sealed class PostgresAttribute : OnStoreAttribute
{
    /// <summary>Skips it where there is no server.</summary>
    public PostgresAttribute()
        : base("postgres") => Skip = PostgresServer.Missing;
}

/// <summary>Runs it on etcd, where that is installed.</summary>
public sealed class EtcdAttribute : OnStoreAttribute
{
    /// <summary>Skips it where there is no server.</summary>
    public EtcdAttribute()
        : base("etcd") => Skip = EtcdServer.Missing;
}

/// <summary>Runs it on ZooKeeper, where that is installed.</summary>
public sealed class ZooKeeperAttribute : OnStoreAttribute
{
    /// <summary>Skips it where there is no server.</summary>
    public ZooKeeperAttribute()
        : base("zookeeper") => Skip = ZooKeeperServer.Missing;
}
