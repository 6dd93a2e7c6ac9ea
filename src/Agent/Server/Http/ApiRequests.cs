using Google.Protobuf;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Agent.Server.Http;

/// <summary>A request that is not served, and what it is answered.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">A sentence for people.</param>
public sealed class RefusedException(int status, string message) : Exception(message)
{
    /// <summary>The answer.</summary>
    public HttpRefusal Refusal { get; } = new(status, message);
}

/// <summary>Reads calls of the v1 APIs by the rules of the protocol; what does not keep them is refused.</summary>
public static class ApiRequests
{
    /// <summary>The largest call that is read, in bytes.</summary>
    public const int BodyMax = CallBody.BytesMax;

    /// <summary>Demands a method.</summary>
    /// <exception cref="RefusedException">It is another one.</exception>
    public static void Demand(HttpContext context, string method)
    {
        if (!context.Request.Method.Equals(method, StringComparison.Ordinal)
            && !(method == HttpMethods.Get && HttpMethods.IsHead(context.Request.Method)))
        {
            context.Response.Headers.Allow = method;
            throw new RefusedException(
                405,
                $"405 Method Not Allowed. Expecting one of {{ '{method}' }}, but received '{context.Request.Method}'.");
        }
    }

    /// <summary>Reads a call in the format of its body.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, MessageFormat format)
        where T : class, IMessage<T>, new()
    {
        var (call, refusal) = await CallBody.ReadAsync<T>(context.Request, format, context.RequestAborted)
            .ConfigureAwait(false);
        Throw(refusal);
        return call ?? throw new RefusedException(400, "There is no call in the body");
    }

    /// <summary>Refuses the request, if there is a reason to.</summary>
    /// <exception cref="RefusedException">There is.</exception>
    public static void Throw(HttpRefusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(refusal.Status, refusal.Text);
        }
    }
}
