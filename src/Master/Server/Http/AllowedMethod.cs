using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>Which methods a path has.</summary>
internal static class AllowedMethod
{
    /// <summary>Answers 405 if a request has another method than the only one allowed.</summary>
    /// <returns>Whether it did.</returns>
    public static async Task<bool> RefuseAsync(HttpContext context, string allowed)
    {
        if (context.Request.Method == allowed)
        {
            return false;
        }

        context.Response.Headers.Allow = allowed;
        await MessageAnswer.RefuseAsync(
            context, new(405, $"405 Method Not Allowed. Expecting one of {{ '{allowed}' }}, but received '{context.Request.Method}'."))
            .ConfigureAwait(false);
        return true;
    }
}
