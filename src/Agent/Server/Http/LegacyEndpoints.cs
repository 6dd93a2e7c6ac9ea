using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Authorization;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Metrics;
using Kernel.Agent.Server.Views;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Flags;
using Kernel.Runtime.Metrics;
using Microsoft.AspNetCore.Http;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Http;

/// <summary>The endpoints of an agent from before the v1 API (Mesos: src/slave/http.cpp).</summary>
public sealed class LegacyEndpoints(AgentReading reading)
{
    private readonly RateGate gate = RateGate.OfMetrics(reading.Time);

    /// <summary>Whether the agent lives: it answers.</summary>
    public static Task HealthAsync(HttpContext context)
    {
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Everything.</summary>
    public async Task StateAsync(HttpContext context)
    {
        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        if (view.Phase == AgentPhase.Recovering)
        {
            throw new RefusedException(503, "Agent has not finished recovery");
        }

        var seen = ViewFilter.Of(view, reading.Permissions.ViewerOf(context.Principal));
        await JsonAnswers.WriteAsync(context, json => LegacyState.Write(json, seen, reading.Facts))
            .ConfigureAwait(false);
    }

    /// <summary>The flags.</summary>
    public Task FlagsAsync(HttpContext context) => JsonAnswers.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        LegacyState.WriteFlags(json, reading.Facts);
        json.WriteEndObject();
    });

    /// <summary>The version.</summary>
    public Task VersionAsync(HttpContext context) => JsonAnswers.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        LegacyState.WriteVersion(json, reading.Facts);
        json.WriteEndObject();
    });

    /// <summary>How much is logged, and more of it for a while.</summary>
    public async Task LoggingAsync(HttpContext context)
    {
        var (level, duration) = (context.Request.Query["level"].ToString(), context.Request.Query["duration"].ToString());
        if (level.Length + duration.Length == 0)
        {
            throw new RefusedException(200, string.Create(CultureInfo.InvariantCulture, $"{reading.Logging.Level}\n"));
        }

        if (reading.Logging.Raise(level, duration) is { } wrong)
        {
            throw new RefusedException(400, wrong);
        }

        await HealthAsync(context).ConfigureAwait(false);
    }

    /// <summary>The containers of executors, all of them or those asked for.</summary>
    public async Task ContainersAsync(HttpContext context)
    {
        var container = context.Request.Query["container_id"].ToString();
        var framework = context.Request.Query["framework_id"].ToString();
        var executor = context.Request.Query["executor_id"].ToString();
        if (executor.Length > 0 && framework.Length == 0)
        {
            throw new RefusedException(400, "Expecting 'framework_id' with 'executor_id'");
        }

        if (container.Length > 0 && framework.Length > 0)
        {
            throw new RefusedException(400, "Expecting either 'container_id' or 'framework_id'");
        }

        var view = await ContainersOfAsync(context).ConfigureAwait(false);
        var measured = await reading.MeasureAsync().ConfigureAwait(false);
        await WriteContainersAsync(context, measured, Living(view).Where(item =>
            (container.Length == 0 || item.Run.ContainerId == container)
            && (framework.Length == 0 || item.Run.Key.Framework.Value == framework)
            && (executor.Length == 0 || item.Run.Key.Executor.Value == executor)), isWhole: true).ConfigureAwait(false);
    }

    /// <summary>What containers use.</summary>
    public async Task StatisticsAsync(HttpContext context)
    {
        var view = await ContainersOfAsync(context).ConfigureAwait(false);
        var measured = await reading.MeasureAsync().ConfigureAwait(false);
        await WriteContainersAsync(context, measured, Living(view), isWhole: false).ConfigureAwait(false);
    }

    /// <summary>The metrics.</summary>
    public async Task MetricsAsync(HttpContext context)
    {
        var timeout = context.Request.Query["timeout"].ToString();
        if (timeout.Length > 0 && !MesosDuration.TryParse(timeout, out _))
        {
            throw new RefusedException(400, $"Invalid timeout '{timeout}': expecting a duration such as 10secs.\n");
        }

        if (!await gate.EnterAsync(context.RequestAborted).ConfigureAwait(false))
        {
            throw new RefusedException(503, "Too many requests wait for metrics, which are told twice a second.\n");
        }

        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        await JsonAnswers.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in reading.Metrics(view))
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>The metrics as Prometheus reads them.</summary>
    public async Task PrometheusAsync(HttpContext context)
    {
        var view = await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false);
        var text = PrometheusText.Write(reading.Metrics(view));
        await MessageAnswer.WriteAsync(context, 200, PrometheusText.ContentType, Encoding.UTF8.GetBytes(text))
            .ConfigureAwait(false);
    }

    /// <summary>The load of the machine.</summary>
    public Task SystemAsync(HttpContext context) => JsonAnswers.WriteAsync(context, static json =>
    {
        var load = MachineFacts.Load;
        json.WriteStartObject();
        json.WriteNumber("avg_load_15min", load.Fifteen);
        json.WriteNumber("avg_load_1min", load.One);
        json.WriteNumber("avg_load_5min", load.Five);
        json.WriteNumber("cpus_total", MachineFacts.Cpus);
        json.WriteNumber("mem_free_bytes", MachineFacts.MemoryFreeBytes);
        json.WriteNumber("mem_total_bytes", MachineFacts.MemoryBytes);
        json.WriteEndObject();
    });

    private async Task<AgentView> ContainersOfAsync(HttpContext context) => ViewFilter.Containers(
        await reading.ViewAsync(context.RequestAborted).ConfigureAwait(false), reading.Permissions.ViewerOf(context.Principal));

    private static IEnumerable<ExecutorView> Living(AgentView view) => view.Executors
        .Where(static executor => executor.Run.IsLaunched && executor.Run.State != ExecutorState.Terminated);

    private static Task WriteContainersAsync(
        HttpContext context,
        IReadOnlyDictionary<string, V1.ResourceStatistics> measured,
        IEnumerable<ExecutorView> executors,
        bool isWhole) =>
        JsonAnswers.WriteAsync(context, json =>
        {
            json.WriteStartArray();
            foreach (var executor in executors)
            {
                Write(json, executor, measured, isWhole);
            }

            json.WriteEndArray();
        });

    private static void Write(
        Utf8JsonWriter json, ExecutorView executor, IReadOnlyDictionary<string, V1.ResourceStatistics> measured, bool isWhole)
    {
        json.WriteStartObject();
        if (isWhole)
        {
            json.WriteString("container_id", executor.Run.ContainerId);
        }

        json.WriteString("executor_id", executor.Run.Key.Executor.Value);
        json.WriteString("executor_name", executor.Run.Info.Name);
        json.WriteString("framework_id", executor.Run.Key.Framework.Value);
        json.WriteString("source", ExecutorSource.Get(executor.Run.Info));
        LegacyValues.Write(json, "statistics", ContainerViews.Statistics(executor, measured));
        if (isWhole)
        {
            LegacyValues.Write(json, "status", ContainerViews.Status(executor));
        }

        json.WriteEndObject();
    }
}
