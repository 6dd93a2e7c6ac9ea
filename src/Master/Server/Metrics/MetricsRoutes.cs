using System.Text;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Protocol;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics as Mesos's JSON, and as the text that Prometheus reads.</summary>
internal sealed class MetricsRoutes(MasterReading reading)
{
    private readonly RateGate gate = RateGate.OfMetrics(reading.Time);

    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/metrics/snapshot", SnapshotAsync);
        routes.Map("/metrics/snapshot.json", SnapshotAsync);
        routes.Map("/metrics", PrometheusAsync);
    }

    private async Task SnapshotAsync(HttpContext context)
    {
        var timeout = context.Request.Query["timeout"].ToString();
        var patience = TimeSpan.Zero;
        if (timeout.Length > 0 && !MesosDuration.TryParse(timeout, out patience))
        {
            await MessageAnswer.RefuseAsync(context, new(400, $"Invalid timeout '{timeout}': expecting a duration such as 10secs.\n"))
                .ConfigureAwait(false);
            return;
        }

        if (!await gate.EnterAsync(context.RequestAborted).ConfigureAwait(false))
        {
            await MessageAnswer.RefuseAsync(context, new(503, "Too many requests wait for metrics, which are told twice a second.\n"))
                .ConfigureAwait(false);
            return;
        }

        var metrics = await MasterMetrics.ReadAsync(reading, timeout.Length > 0 ? patience : null, context.RequestAborted)
            .ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in metrics)
            {
                LegacyValues.Write(json, name, value);
            }

            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task PrometheusAsync(HttpContext context)
    {
        var metrics = await MasterMetrics.ReadAsync(reading, null, context.RequestAborted).ConfigureAwait(false);
        await MessageAnswer.WriteAsync(context, 200, PrometheusText.ContentType, Encoding.UTF8.GetBytes(PrometheusText.Write(metrics)))
            .ConfigureAwait(false);
    }
}
