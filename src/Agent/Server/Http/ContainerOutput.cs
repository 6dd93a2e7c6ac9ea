using Google.Protobuf;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Views;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;
using Mesos.V1.Agent;
using DataType = Mesos.V1.Agent.ProcessIO.Types.Data.Types.Type;

namespace Kernel.Agent.Server.Http;

/// <summary>
/// Streams the output of containers, which is in files of their sandboxes: it survives the agent, and anybody may
/// listen.
/// </summary>
public sealed class ContainerOutput(AgentHost host, AgentReading reading)
{
    private const int PieceLength = 32 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Streams what a container writes from now on.</summary>
    /// <exception cref="RefusedException">It is not there.</exception>
    public Task AttachAsync(HttpContext context, NestedPlace place, MessageFormat format) =>
        Directory.Exists(place.Directory)
            ? StreamAsync(context, place, fromStart: false, format)
            : throw new RefusedException(404, $"Container {place.Id} cannot be found");

    /// <summary>Streams the output until the container has ended and all of it is sent.</summary>
    public async Task StreamAsync(HttpContext context, NestedPlace place, bool fromStart, MessageFormat format)
    {
        var stop = context.RequestAborted;
        context.Response.ContentType = format == MessageFormat.Json ? MediaTypes.Json : MediaTypes.Protobuf;
        await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
        var ended = EndAsync(place, stop);
        using var output = Open(place, "stdout", fromStart);
        using var error = Open(place, "stderr", fromStart);
        for (var isLast = false; ;)
        {
            var sent = await SendAsync(context, output, DataType.Stdout, format).ConfigureAwait(false)
                | await SendAsync(context, error, DataType.Stderr, format).ConfigureAwait(false);
            if (!sent && isLast)
            {
                await ended.ConfigureAwait(false);
                return;
            }

            // What was written before the end is looked for once more after it.
            isLast = ended.IsCompleted;
            if (!sent && !isLast)
            {
                await Task.WhenAny(ended, Task.Delay(Pause, reading.Time, stop)).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>
    /// Ends when the container has: a nested one by the host's word, an executor's or a task's when it is not seen any
    /// more.
    /// </summary>
    private async Task EndAsync(NestedPlace place, CancellationToken stop)
    {
        var answer = await host.AskAsync(
            request => new() { WaitNested = new() { Request = request, ContainerId = place.Id } }, stop)
            .ConfigureAwait(false);
        while (answer.Outcome == Messages.Host.Answer.Types.Outcome.Unknown
            && await IsSeenAsync(place, stop).ConfigureAwait(false))
        {
            await Task.Delay(Pause, reading.Time, stop).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsSeenAsync(NestedPlace place, CancellationToken stop)
    {
        var view = await reading.ViewAsync(stop).ConfigureAwait(false);
        return view.Executors.Any(executor =>
            executor.Run.State != Core.ExecutorState.Terminated
            && (place.Parent is null
                ? executor.Run.ContainerId == place.Id
                : executor.Tasks.Any(task => task.NestedId == place.Id && !task.IsOver)));
    }

    private static FileStream Open(NestedPlace place, string name, bool fromStart)
    {
        var file = new FileStream(
            Path.Combine(place.Directory, name),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0);
        file.Seek(0, fromStart ? SeekOrigin.Begin : SeekOrigin.End);
        return file;
    }

    private static async Task<bool> SendAsync(HttpContext context, FileStream file, DataType type, MessageFormat format)
    {
        var buffer = new byte[PieceLength];
        var read = await file.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        if (read == 0)
        {
            return false;
        }

        var piece = new ProcessIO
        {
            Type = ProcessIO.Types.Type.Data,
            Data = new() { Type = type, Data_ = ByteString.CopyFrom(buffer, 0, read) },
        };
        var record = RecordIO.Frame(MessageAnswer.Bytes(piece, format));
        await context.Response.Body.WriteAsync(record, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return true;
    }
}
