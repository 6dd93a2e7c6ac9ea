using Kernel.Master.Core;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Http;

/// <summary>Writes the core's answers to calls.</summary>
internal static class Answers
{
    /// <summary>Writes an answer: plain text, or nothing.</summary>
    public static async Task WriteAsync(HttpContext context, CallAnswer answer)
    {
        if (answer.Body.Length > 0)
        {
            await MessageAnswer.RefuseAsync(context, new(answer.Status, answer.Body)).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentLength = 0;
        }
    }
}
