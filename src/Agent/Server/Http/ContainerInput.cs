using Google.Protobuf;
using Kernel.Agent.Server.Executors;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Views;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;
using Mesos.V1.Agent;
using DataType = Mesos.V1.Agent.ProcessIO.Types.Data.Types.Type;

namespace Kernel.Agent.Server.Http;

/// <summary>
/// Takes the input of a container off a stream of calls (<c>ATTACH_CONTAINER_INPUT</c>): first the container's id, then
/// pieces of input, of which an empty one is its end.
/// </summary>
public sealed class ContainerInput(AgentHost host, AgentReading reading)
{
    private const int PieceLength = 32 * 1024;

    /// <summary>Serves the stream until it ends.</summary>
    /// <exception cref="RefusedException">It is no such stream, or its container takes no input.</exception>
    public async Task ServeAsync(HttpContext context, MessageFormat format)
    {
        var stop = context.RequestAborted;
        var decoder = new RecordIODecoder();
        var buffer = new byte[PieceLength];
        Stream? pipe = null;
        NestedPlace? place = null;
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                foreach (var attach in Decode(decoder, buffer.AsSpan(0, read), format))
                {
                    if (pipe is null)
                    {
                        place = await FindAsync(context, attach).ConfigureAwait(false);
                        pipe = Open(place);
                    }
                    else if (attach.ProcessIo?.Data is { Type: DataType.Stdin } data)
                    {
                        await WriteAsync(pipe, place!, data.Data_, stop).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            if (pipe is not null)
            {
                await pipe.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (place is null)
        {
            throw new RefusedException(400, "Received EOF while reading request body");
        }
    }

    private async Task WriteAsync(Stream pipe, NestedPlace place, ByteString data, CancellationToken stop)
    {
        if (data.IsEmpty)
        {
            // The host holds the pipe open, too.
            await pipe.DisposeAsync().ConfigureAwait(false);
            host.Send(new() { CloseInput = new() { ContainerId = place.Id } });
            return;
        }

        await pipe.WriteAsync(data.Memory, stop).ConfigureAwait(false);
    }

    private async Task<NestedPlace> FindAsync(HttpContext context, Call.Types.AttachContainerInput attach)
    {
        if (attach.ContainerId is not { } container)
        {
            throw new RefusedException(400, "Expecting 'attach_container_input.container_id' to be present");
        }

        ExecutorClaims.Demand(context.Principal, container);
        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        var place = NestedPlace.Find(view, container);
        reading.Permissions.DemandInput(context.Principal, view, place);
        return place;
    }

    private static FileStream Open(NestedPlace place)
    {
        var path = Path.Combine(place.Directory, ".stdin");
        return File.Exists(path)
            ? new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)
            : throw new RefusedException(400, $"Container {place.Id} does not take input");
    }

    private static List<Call.Types.AttachContainerInput> Decode(
        RecordIODecoder decoder, ReadOnlySpan<byte> piece, MessageFormat format)
    {
        try
        {
            return [.. decoder.Push(piece).Select(record => Parse(record, format))];
        }
        catch (Exception broken) when (
            broken is FormatException or MesosJsonException or InvalidProtocolBufferException)
        {
            throw new RefusedException(400, broken.Message);
        }
    }

    private static Call.Types.AttachContainerInput Parse(byte[] record, MessageFormat format)
    {
        var call = format == MessageFormat.Json ? MesosJson.Parse<Call>(record) : Call.Parser.ParseFrom(record);
        return call is { Type: Call.Types.Type.AttachContainerInput, AttachContainerInput: { } attach }
            ? attach
            : throw new RefusedException(415, $"Streaming 'Content-Type' is not supported for '{call.Type}' call");
    }
}
