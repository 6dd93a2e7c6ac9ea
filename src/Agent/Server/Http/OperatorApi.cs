using Kernel.Agent.Core;
using Kernel.Agent.Server.Authorization;
using Kernel.Agent.Server.Executors;
using Kernel.Agent.Server.Files;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Views;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Logs;
using Microsoft.AspNetCore.Http;
using V1 = Mesos.V1;
using Call = Mesos.V1.Agent.Call;
using Response = Mesos.V1.Agent.Response;

namespace Kernel.Agent.Server.Http;

/// <summary>The v1 operator API of an agent, <c>/api/v1</c> (Mesos: Http::api in src/slave/http.cpp).</summary>
public sealed class OperatorApi(AgentReading reading, NestedContainerApi nested, ContainerInput input)
{
    /// <summary>Serves a call.</summary>
    /// <exception cref="RefusedException">It is not served.</exception>
    public async Task ServeAsync(HttpContext context)
    {
        ApiRequests.Demand(context, HttpMethods.Post);
        var headers = context.Request.Headers;
        ApiRequests.Throw(StreamNegotiation.Read(
            context.Request.ContentType,
            headers["Message-Content-Type"],
            headers.Accept,
            headers["Message-Accept"],
            out var negotiated));
        if (negotiated.IsStreamingRequest)
        {
            await input.ServeAsync(context, negotiated.Body).ConfigureAwait(false);
            return;
        }

        var call = await ApiRequests.ReadAsync<Call>(context, negotiated.Body).ConfigureAwait(false);
        if (Invalid(call) is { } reason)
        {
            throw new RefusedException(400, $"Failed to validate agent::Call: {reason}");
        }

        ExecutorClaims.Demand(context.Principal, NestedContainerApi.ContainerOf(call));
        if (call.Type == Call.Types.Type.AttachContainerInput)
        {
            throw new RefusedException(
                415, "Expecting 'Content-Type' of application/recordio for 'ATTACH_CONTAINER_INPUT' call");
        }

        if (negotiated.IsStreamingAnswer && !NestedContainerApi.Streams(call.Type))
        {
            throw new RefusedException(406, $"Streaming response is not supported for '{call.Type}' call");
        }

        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        if (view.Phase == AgentPhase.Recovering)
        {
            throw new RefusedException(503, "Agent has not finished recovery");
        }

        if (NestedContainerApi.Serves(call.Type))
        {
            reading.Permissions.DemandContainer(context.Principal, view, call);
            await nested.ServeAsync(context, call, view, negotiated.Answer).ConfigureAwait(false);
            return;
        }

        reading.Permissions.Demand(context.Principal, call.Type);
        if (await AnswerAsync(call, view, context).ConfigureAwait(false) is { } response)
        {
            await MessageAnswer.WriteAsync(context, response, negotiated.Answer).ConfigureAwait(false);
        }
    }

    private static string? Invalid(Call call) => call.Type switch
    {
        Call.Types.Type.Unknown when !call.HasType => "Expecting 'type' to be present",
        Call.Types.Type.GetMetrics when call.GetMetrics is null => "Expecting 'get_metrics' to be present",
        Call.Types.Type.SetLoggingLevel when call.SetLoggingLevel is null =>
            "Expecting 'set_logging_level' to be present",
        Call.Types.Type.ListFiles when call.ListFiles is null => "Expecting 'list_files' to be present",
        Call.Types.Type.ReadFile when call.ReadFile is null => "Expecting 'read_file' to be present",
        _ => null,
    };

    private async Task<Response?> AnswerAsync(Call call, AgentView view, HttpContext context) => call.Type switch
    {
        Call.Types.Type.GetHealth =>
            new() { Type = Response.Types.Type.GetHealth, GetHealth = new() { Healthy = true } },
        Call.Types.Type.GetFlags => new() { Type = Response.Types.Type.GetFlags, GetFlags = Flags() },
        Call.Types.Type.GetVersion =>
            new() { Type = Response.Types.Type.GetVersion, GetVersion = new() { VersionInfo = Version() } },
        Call.Types.Type.GetMetrics => new() { Type = Response.Types.Type.GetMetrics, GetMetrics = Metrics(view) },
        Call.Types.Type.GetLoggingLevel =>
            new() { Type = Response.Types.Type.GetLoggingLevel, GetLoggingLevel = new() { Level = reading.Logging.Level } },
        Call.Types.Type.ListFiles => List(call.ListFiles.Path, view, context),
        Call.Types.Type.ReadFile => await ReadAsync(call.ReadFile, view, context).ConfigureAwait(false),
        Call.Types.Type.GetContainers => new()
        {
            Type = Response.Types.Type.GetContainers,
            GetContainers = OperatorViews.Containers(
                ViewFilter.Containers(view, ViewerOf(context)), await reading.MeasureAsync().ConfigureAwait(false)),
        },
        Call.Types.Type.SetLoggingLevel => SetLoggingLevel(call.SetLoggingLevel),
        Call.Types.Type.PruneImages => null,
        _ => OfView(call.Type, ViewFilter.Of(view, ViewerOf(context))),
    };

    private Viewer ViewerOf(HttpContext context) => reading.Permissions.ViewerOf(context.Principal);

    private static Response OfView(Call.Types.Type type, AgentView view) => type switch
    {
        Call.Types.Type.GetState => new()
        {
            Type = Response.Types.Type.GetState,
            GetState = new()
            {
                GetTasks = OperatorViews.Tasks(view),
                GetExecutors = OperatorViews.Executors(view),
                GetFrameworks = OperatorViews.Frameworks(view),
            },
        },
        Call.Types.Type.GetFrameworks =>
            new() { Type = Response.Types.Type.GetFrameworks, GetFrameworks = OperatorViews.Frameworks(view) },
        Call.Types.Type.GetExecutors =>
            new() { Type = Response.Types.Type.GetExecutors, GetExecutors = OperatorViews.Executors(view) },
        Call.Types.Type.GetTasks => new() { Type = Response.Types.Type.GetTasks, GetTasks = OperatorViews.Tasks(view) },
        Call.Types.Type.GetOperations =>
            new()
            {
                Type = Response.Types.Type.GetOperations,
                GetOperations = new() { Operations = { view.Operations } },
            },
        Call.Types.Type.GetResourceProviders =>
            new() { Type = Response.Types.Type.GetResourceProviders, GetResourceProviders = new() },
        Call.Types.Type.GetAgent => new() { Type = Response.Types.Type.GetAgent, GetAgent = OperatorViews.Agent(view) },
        _ => throw new RefusedException(501, "501 Not Implemented."),
    };

    private Response? SetLoggingLevel(Call.Types.SetLoggingLevel call)
    {
        var seconds = Math.Min(call.Duration.Nanoseconds / 1e9, LoggingLevel.DurationMax.TotalSeconds + 1);
        return reading.Logging.Raise(call.Level, TimeSpan.FromSeconds(seconds)) is { } wrong
            ? throw new RefusedException(400, $"Expecting 'set_logging_level.duration' to be right: {wrong}")
            : null;
    }

    private Response.Types.GetFlags Flags() => new()
    {
        Flags = { reading.Facts.Flags.Select(static flag => new V1.Flag { Name = flag.Key, Value = flag.Value }) },
    };

    private V1.VersionInfo Version() => new()
    {
        Version = AgentFacts.Version,
        BuildTime = reading.Facts.BuiltAt.ToUnixTimeSeconds(),
        BuildUser = "kernel",
    };

    private Response.Types.GetMetrics Metrics(AgentView view) => new()
    {
        Metrics = { reading.Metrics(view).Select(static metric =>
            new V1.Metric { Name = metric.Key, Value = metric.Value }) },
    };

    private Response List(string path, AgentView view, HttpContext context) => new()
    {
        Type = Response.Types.Type.ListFiles,
        ListFiles = new() { FileInfos = { FileReading.List(Find(path, view, context)).Select(ToMessage) } },
    };

    private async Task<Response> ReadAsync(Call.Types.ReadFile read, AgentView view, HttpContext context)
    {
        var file = Find(read.Path, view, context);
        if (Directory.Exists(file.Real))
        {
            throw new RefusedException(400, "Cannot read a directory.");
        }

        var offset = (long)Math.Min(read.Offset, long.MaxValue);
        long? length = read.HasLength ? (long)Math.Min(read.Length, long.MaxValue) : null;
        var piece = await FileReading.ReadAsync(file, offset, length, context.RequestAborted).ConfigureAwait(false)
            ?? throw new RefusedException(404, "");
        return new()
        {
            Type = Response.Types.Type.ReadFile,
            ReadFile = new() { Size = (ulong)piece.Size, Data = Google.Protobuf.ByteString.CopyFrom(piece.Data) },
        };
    }

    private ShownFile Find(string path, AgentView view, HttpContext context)
    {
        var file = reading.Find(view, path) ?? throw new RefusedException(404, "");
        reading.Permissions.Demand(context.Principal, view, file);
        return file;
    }

    private static V1.FileInfo ToMessage(ListedFile file) => new()
    {
        Path = file.Path,
        Nlink = (int)file.Status.Links,
        Size = (ulong)file.Status.Size,
        Mtime = new() { Nanoseconds = file.Status.Modified * 1_000_000_000 },
        Mode = file.Status.Mode,
        Uid = UnixNames.OfUser(file.Status.UserId),
        Gid = UnixNames.OfGroup(file.Status.GroupId),
    };
}
