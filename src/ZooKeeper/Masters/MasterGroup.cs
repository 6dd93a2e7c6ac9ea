namespace Kernel.ZooKeeper.Masters;

/// <summary>
/// Where masters queue for leadership: the children <c>json.info_0000000042</c> of the node that the flag <c>--zk</c>
/// names, each with a <c>MasterInfo</c> as JSON (Mesos: MASTER_INFO_JSON_LABEL).
/// </summary>
public static class MasterGroup
{
    /// <summary>The group at an address.</summary>
    public static CandidateGroup Of(ZooKeeperAddress address) => new(address.Path, "json.info");
}
