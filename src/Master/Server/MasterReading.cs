using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server;

/// <summary>Everything that only reads the master's state: it is looked at between two inputs, and written elsewhere.</summary>
internal sealed class MasterReading(
    MasterState state,
    ChannelPump<MasterInput, MasterEffect> pump,
    MasterOptions options,
    MasterIdentity identity,
    Leading leading,
    OperatorFeed feed,
    TimeProvider time)
{
    /// <summary>The flags.</summary>
    public MasterOptions Options => options;

    /// <summary>Who this master is.</summary>
    public MasterIdentity Identity => identity;

    /// <summary>Whether it leads.</summary>
    public Leading Leading => leading;

    /// <summary>What is published.</summary>
    public OperatorFeed Feed => feed;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Takes a view of the state, between two inputs.</summary>
    public Task<TView> ViewAsync<TView>(Func<MasterState, TView> take, CancellationToken stop) =>
        pump.ReadAsync(() => take(state), stop);

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", static () => Results.Ok());
        routes.MapGet("/master/health", static () => Results.Ok());
    }
}
