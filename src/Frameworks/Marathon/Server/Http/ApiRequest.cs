using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Kernel.Marathon.Server;

/// <summary>One request to the API, and the answers that can be given to it.</summary>
internal sealed class ApiRequest(HttpContext context, Scheduling scheduling)
{
    private const int DeepestJson = 64;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = DeepestJson,
        AllowDuplicateProperties = false };

    /// <summary>The request and response.</summary>
    internal HttpContext Context => context;

    /// <summary>The scheduler that answers it.</summary>
    internal Scheduling Scheduling => scheduling;

    /// <summary><c>GET</c>, <c>POST</c>, ...</summary>
    internal string Method => context.Request.Method;

    /// <summary>Is cancelled when the client goes away.</summary>
    internal CancellationToken Aborted => context.RequestAborted;

    /// <summary>The address of the client.</summary>
    internal string Client => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>The path as it was asked for.</summary>
    internal string Uri => context.Request.Path.Value ?? "";

    /// <summary>The values of a query parameter.</summary>
    internal StringValues Query(string name) => context.Request.Query[name];

    /// <summary>A query parameter that is true or false.</summary>
    internal bool Flag(string name, bool byDefault = false) => Query(name) switch
    {
        [var text] when bool.TryParse(text, out var value) => value,
        [""] => true,
        [var text] =>
            throw new RefusedException(new Refusal.Bad($"Parameter '{name}' must be true or false, not '{text}'")),
        _ => byDefault,
    };

    /// <summary>Whether the client takes a type of answer.</summary>
    internal bool Accepts(string type)
    {
        var accept = context.Request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal)
            || accept.Contains(type, StringComparison.OrdinalIgnoreCase)
            || accept.Contains(type[..type.IndexOf('/')] + "/*", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the client takes this type of answer and no JSON.</summary>
    internal bool Prefers(string type) =>
        context.Request.Headers.Accept.ToString().Contains(type, StringComparison.OrdinalIgnoreCase)
            && !Accepts("application/json");

    /// <summary>Demands that a body, if there is one, says that it is JSON.</summary>
    internal void DemandJson()
    {
        var type = context.Request.ContentType;
        var hasBody = context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0;
        if (type is null ? hasBody : !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new StatusException(StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>Reads the body as JSON.</summary>
    internal async Task<JsonNode> ReadAsync()
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Aborted).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: ReaderOptions)
                ?? throw new MalformedException("Please specify data in JSON format", "null");
        }
        catch (JsonException failure)
        {
            throw body.Length == 0
                ? new MalformedException("Please specify data in JSON format", "No content to map due to end-of-input")
                : new MalformedException("Invalid JSON", failure.Message);
        }
    }

    /// <summary>Answers with JSON.</summary>
    internal async Task ReplyAsync(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, Aborted).ConfigureAwait(false);
    }

    /// <summary>Answers with text.</summary>
    internal async Task TextAsync(string text, string type = "text/plain", int status = StatusCodes.Status200OK)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, Aborted).ConfigureAwait(false);
    }

    /// <summary>Answers with nothing but a status.</summary>
    internal Task EmptyAsync(int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Answers with a message.</summary>
    internal Task MessageAsync(string message, int status = StatusCodes.Status200OK) => ReplyAsync(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("message", message);
            writer.WriteEndObject();
        },
        status);

    /// <summary>Asks the loop to change what is to run; a refusal becomes the answer.</summary>
    internal async Task<ChangeAnswer> ChangeAsync(RootChange change, bool force, bool dryRun = false)
    {
        var answer = await scheduling.Pump.AskAsync<ChangeAnswer>(
            reply => new MarathonInput.RootChanging(change, force, Client, Uri, reply,
                dryRun), Aborted).ConfigureAwait(false);
        if (answer.Refusal is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        if (!dryRun)
        {
            context.Response.Headers["Marathon-Deployment-Id"] = answer.Plan!.Id;
        }

        return answer;
    }

    /// <summary>Answers with the deployment that carries a change out.</summary>
    internal Task DeployedAsync(DeploymentPlan plan, int status = StatusCodes.Status200OK) => ReplyAsync(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", plan.Version.ToString());
            writer.WriteString("deploymentId", plan.Id);
            writer.WriteEndObject();
        },
        status);
}
