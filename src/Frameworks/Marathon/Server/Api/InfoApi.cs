using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Runtime.Flags;

namespace Kernel.Marathon.Server;

/// <summary>
/// <c>/v2/info</c>, <c>/v2/leader</c> and <c>/v2/plugins</c> (Marathon: InfoResource.scala, LeaderResource.scala).
/// </summary>
internal static class InfoApi
{
    /// <summary>What this Marathon is, and what its operator set.</summary>
    internal static async Task InfoAsync(ApiRequest request, Leading leading, MarathonOptions options)
    {
        DemandRead(request);
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", options.FrameworkName);
            writer.WriteString("version", MarathonServer.Version);
            writer.WriteString("buildref", "unknown");
            writer.WriteBoolean("elected", true);
            writer.WriteString("leader", leading.Self.Address);
            writer.WriteString("frameworkId", view.FrameworkId);
            WriteConfig(writer, leading.Self, options);
            WriteStore(writer, options);
            writer.WriteStartObject("http_config");
            writer.WriteNumber("http_port", leading.Self.Port);
            writer.WriteNumber("https_port", 8443);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>Who leads.</summary>
    internal static Task LeaderAsync(ApiRequest request, Leading leading)
    {
        if (request.Method == "DELETE")
        {
            return LeaveAsync(request);
        }

        DemandRead(request);
        return request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("leader", leading.Self.Address);
            writer.WriteEndObject();
        });
    }

    /// <summary>The plugins, of which there are none.</summary>
    internal static Task PluginsAsync(ApiRequest request, string rest)
    {
        DemandRead(request);
        if (rest.Trim('/') is { Length: > 0 } id)
        {
            throw new RefusedException(new Refusal.NotFound($"No plugin with this pluginId: {id.Split('/')[0]}"));
        }

        return request.ReplyAsync(static writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("plugins");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static async Task LeaveAsync(ApiRequest request)
    {
        await request.MessageAsync("Leadership abdicated").ConfigureAwait(false);
        await request.Context.Response.CompleteAsync().ConfigureAwait(false);
        request.Scheduling.Abdicate();
    }

    private static void DemandRead(ApiRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            throw Routes.WrongMethod();
        }
    }

    private static void WriteConfig(Utf8JsonWriter writer, Self self, MarathonOptions options)
    {
        writer.WriteStartObject("marathon_config");
        writer.WriteString("master", UrlSecrets.Hide(options.Master));
        writer.WriteNumber("failover_timeout", options.FailoverTimeout);
        writer.WriteString("framework_name", options.FrameworkName);
        writer.WriteBoolean("ha", true);
        writer.WriteBoolean("checkpoint", options.Checkpoint);
        writer.WriteNumber("local_port_min", options.LocalPortMin);
        writer.WriteNumber("local_port_max", options.LocalPortMax);
        writer.WriteString("executor", options.Executor);
        writer.WriteString("hostname", self.Host);
        writer.WriteString("webui_url", options.WebuiUrl);
        writer.WriteString("mesos_role", options.MesosRole == "*" ? null : options.MesosRole);
        writer.WriteNumber("task_launch_timeout", options.TaskLaunchTimeout);
        writer.WriteNumber("task_launch_confirm_timeout", options.TaskLaunchConfirmTimeout);
        writer.WriteNumber("task_reservation_timeout", options.TaskReservationTimeout);
        writer.WriteNumber("reconciliation_initial_delay", options.ReconciliationInitialDelay);
        writer.WriteNumber("reconciliation_interval", options.ReconciliationInterval);
        writer.WriteString("mesos_user", options.MesosUser);
        writer.WriteNumber("leader_proxy_connection_timeout_ms", options.LeaderProxyConnectionTimeout);
        writer.WriteNumber("leader_proxy_read_timeout_ms", options.LeaderProxyReadTimeout);
        WriteTexts(writer, "features", options.EnableFeatures);
        writer.WriteString("mesos_leader_ui_url", options.MesosLeaderUiUrl);
        WriteTexts(writer, "access_control_allow_origin", options.AccessControlAllowOrigin);
        writer.WriteNumber("decline_offer_duration", options.DeclineOfferDuration);
        writer.WriteString("default_network_name", options.DefaultNetworkName);
        writer.WriteString("env_vars_prefix", options.EnvVarsPrefix.Length > 0 ? options.EnvVarsPrefix : null);
        writer.WriteNumber("launch_token", options.LaunchTokens);
        writer.WriteNumber("launch_token_refresh_interval", options.LaunchTokenRefreshInterval);
        writer.WriteNumber("max_instances_per_offer", options.MaxInstancesPerOffer);
        writer.WriteString("mesos_bridge_name", options.MesosBridgeName);
        writer.WriteNumber("min_revive_offers_interval", options.MinReviveOffersInterval);
        writer.WriteString("new_group_enforce_role", options.NewGroupEnforceRole);
        writer.WriteEndObject();
    }

    private static void WriteStore(Utf8JsonWriter writer, MarathonOptions options)
    {
        writer.WriteStartObject("zookeeper_config");
        writer.WriteString("zk", UrlSecrets.Hide(options.Zk));
        writer.WriteNumber("zk_timeout", options.ZkTimeout);
        writer.WriteNumber("zk_session_timeout", options.ZkSessionTimeout);
        writer.WriteNumber("zk_connection_timeout", options.ZkConnectionTimeout);
        writer.WriteNumber("zk_max_versions", options.ZkMaxVersions);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
