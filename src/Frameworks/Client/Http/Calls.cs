using System.Net.Http.Headers;
using Google.Protobuf;
using Kernel.Protocol;

namespace Kernel.Frameworks.Client;

/// <summary>How calls are written, and events read.</summary>
/// <param name="format">The format of both.</param>
/// <param name="authorization">What to authenticate with; null: nothing.</param>
internal sealed class Calls(MessageFormat format, AuthenticationHeaderValue? authorization)
{
    /// <summary>The header that ties a call to its event stream.</summary>
    public const string StreamIdHeader = "Mesos-Stream-Id";

    /// <summary>The request that makes a call.</summary>
    public HttpRequestMessage Request(Uri api, IMessage call)
    {
        var content = new ByteArrayContent(format == MessageFormat.Json ? MesosJson.Write(call) : call.ToByteArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Of(format));
        var request = new HttpRequestMessage(HttpMethod.Post, api) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypes.Of(format)));
        request.Headers.Authorization = authorization;
        return request;
    }

    /// <summary>Gives every event of a stream to a receiver, until the stream ends.</summary>
    /// <exception cref="FormatException">The peer does not keep to the framing, or to the format.</exception>
    public async Task ReadAsync<TEvent>(HttpResponseMessage response, Func<TEvent, Task> receive, CancellationToken stop)
        where TEvent : IMessage<TEvent>, new()
    {
        var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var decoder = new RecordIODecoder();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                foreach (var record in decoder.Push(buffer.AsSpan(0, read)))
                {
                    await receive(Parse<TEvent>(record)).ConfigureAwait(false);
                }
            }
        }
    }

    private TEvent Parse<TEvent>(byte[] record)
        where TEvent : IMessage<TEvent>, new()
    {
        try
        {
            if (format == MessageFormat.Json)
            {
                return MesosJson.Parse<TEvent>(record);
            }

            var message = new TEvent();
            message.MergeFrom(record);
            return message;
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or MesosJsonException)
        {
            throw new FormatException($"an event cannot be read: {failure.Message}", failure);
        }
    }
}
