using System.Text.Json;
using System.Threading.Channels;
using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Kernel.Marathon.Server;

/// <summary>What clients are told when something is wrong (Marathon: MarathonExceptionMapper.scala).</summary>
internal static partial class ErrorAnswers
{
    /// <summary>Serves a request; what goes wrong becomes an answer.</summary>
    internal static async Task GuardAsync(ApiRequest request, Func<Task> serve, ILogger log)
    {
        try
        {
            await serve().ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(request, refused.Refusal).ConfigureAwait(false);
        }
        catch (MalformedException malformed)
        {
            await MalformedAsync(request, malformed).ConfigureAwait(false);
        }
        catch (StatusException status)
        {
            await request.MessageAsync(
                ReasonPhrases.GetReasonPhrase(status.Status), status.Status).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            await request.MessageAsync(bad.Message, bad.StatusCode).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            await request.MessageAsync(
                "Marathon is about to end", StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception failure) when (!request.Context.Response.HasStarted)
        {
            Failed(log, failure, request.Method, request.Uri);
            await request.MessageAsync(failure.Message, StatusCodes.Status500InternalServerError).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(ApiRequest request, Refusal refusal) => refusal switch
    {
        Refusal.NotFound => request.MessageAsync(refusal.Message, StatusCodes.Status404NotFound),
        Refusal.Bad => request.MessageAsync(refusal.Message, StatusCodes.Status400BadRequest),
        Refusal.TooMany => request.MessageAsync(refusal.Message, StatusCodes.Status403Forbidden),
        Refusal.Unprocessable => request.MessageAsync(refusal.Message, StatusCodes.Status422UnprocessableEntity),
        Refusal.Invalid invalid =>
            request.ReplyAsync(writer => Write(writer, invalid), StatusCodes.Status422UnprocessableEntity),
        Refusal.Conflict conflict =>
            request.ReplyAsync(writer => Write(writer, conflict), StatusCodes.Status409Conflict),
        _ => request.MessageAsync(refusal.Message, StatusCodes.Status500InternalServerError),
    };

    private static void Write(Utf8JsonWriter writer, Refusal.Invalid invalid)
    {
        writer.WriteStartObject();
        writer.WriteString("message", invalid.Message);
        writer.WriteStartArray("details");
        foreach (var group in invalid.Violations.GroupBy(static violation => violation.Path))
        {
            writer.WriteStartObject();
            writer.WriteString("path", group.Key);
            writer.WriteStartArray("errors");
            foreach (var violation in group)
            {
                writer.WriteStringValue(violation.Error);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Refusal.Conflict conflict)
    {
        writer.WriteStartObject();
        writer.WriteString("message", conflict.Message);
        if (conflict.Deployments is { } deployments)
        {
            writer.WriteStartArray("deployments");
            foreach (var id in deployments)
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Task MalformedAsync(ApiRequest request, MalformedException malformed) => request.ReplyAsync(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("message", malformed.Message);
            writer.WriteString("details", malformed.Details);
            writer.WriteEndObject();
        },
        StatusCodes.Status400BadRequest);

    [LoggerMessage(10, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, Exception failure, string method, string path);
}
