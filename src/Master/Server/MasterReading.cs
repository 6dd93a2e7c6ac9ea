using Kernel.Master.Core;
using Kernel.Master.Server.Explaining;
using Kernel.Master.Server.Files;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Metrics;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Process;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server;

/// <summary>What operators see of the master, and the paths under which they see and change it.</summary>
internal sealed class MasterReading(
    MasterState state,
    ChannelPump<MasterInput, MasterEffect> pump,
    MasterOptions options,
    MasterIdentity identity,
    Leading leading,
    OperatorFeed feed,
    LoggingLevel logging,
    MasterMeters meters,
    TimeProvider time)
{
    /// <summary>The name of the program in the names of its log files.</summary>
    public const string LogProgram = "kernel-master";

    /// <summary>The flags.</summary>
    public MasterOptions Options => options;

    /// <summary>The flags that have a value, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Flags { get; } = FlagListing.Values(options);

    /// <summary>Who this master is.</summary>
    public MasterIdentity Identity => identity;

    /// <summary>Whether it leads. Who does not has no views.</summary>
    public Leading Leading => leading;

    /// <summary>What is published.</summary>
    public OperatorFeed Feed => feed;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Who may do what.</summary>
    public Acls Acls => state.Settings.Acls;

    /// <summary>Who reads.</summary>
    public Viewers Viewers { get; } = new(state.Settings.Acls);

    /// <summary>Views of the state.</summary>
    public ViewSource Views { get; } = new(take => pump.ReadAsync(take), state, time);

    /// <summary>What the shell measures of itself.</summary>
    public MasterMeters Meters => meters;

    /// <summary>How much is logged.</summary>
    public LoggingLevel Logging => logging;

    /// <summary>The files that may be read.</summary>
    public SharedFiles Files { get; } = new(
        LogFile.ShownOf(options, options.ExternalLogFile, LogProgram) is { } log ? [new("/master/log", log)] : []);

    /// <summary>A view of the state, as the caller may see it.</summary>
    public async Task<MasterView> ViewAsync(HttpContext context) =>
        (await Views.ViewAsync(context.RequestAborted).ConfigureAwait(false)).For(Viewers.Of(context.Principal));

    /// <summary>Takes a view of the state that begins something, between two inputs.</summary>
    public Task<MasterView> ViewAsync(Action begin, CancellationToken stop) => pump.ReadAsync(
        () =>
        {
            begin();
            return MasterView.Of(state, time);
        },
        stop);

    /// <summary>Looks at the state between two inputs, and at how many steps wait to be stored then.</summary>
    public Task<T> LookAsync<T>(Func<MasterState, int, T> look, CancellationToken stop) =>
        pump.ReadAsync(() => look(state, pump.OutboxLength), stop);

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        new LegacyReads(this).Map(routes);
        new ProcessRoutes(this).Map(routes);
        new MetricsRoutes(this).Map(routes);
        new FileRoutes(Files).Map(routes);
        new ExplainRoute(this, new(state, pump)).Map(routes);
        new OperatorApi(this, pump).Map(routes);
    }
}
