using System.Net.Http.Headers;
using Google.Protobuf;
using Kernel.Protocol;

namespace Kernel.Frameworks.Client;

/// <summary>How calls are written.</summary>
internal static class Calls
{
    /// <summary>The header that ties a call to its event stream.</summary>
    public const string StreamIdHeader = "Mesos-Stream-Id";

    /// <summary>A call as the body of a request.</summary>
    public static ByteArrayContent Content(IMessage call)
    {
        var content = new ByteArrayContent(call.ToByteArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Protobuf);
        return content;
    }
}
