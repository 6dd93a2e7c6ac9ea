using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Something that those who listen on <c>/v2/events</c> are told.</summary>
/// <param name="Type">The name of its kind.</param>
public abstract record MarathonEvent(string Type)
{
    /// <summary>An app was created, changed or removed through the API.</summary>
    public sealed record ApiPosted(string Client, string Uri, RunSpec App) : MarathonEvent("api_post_event");

    /// <summary>A pod was created, changed or removed through the API.</summary>
    public sealed record PodPosted(string Kind, string Client, string Uri) : MarathonEvent(Kind);

    /// <summary>Marathon was registered.</summary>
    public sealed record Registered(string FrameworkId, string Master) : MarathonEvent("scheduler_registered_event");

    /// <summary>Marathon was registered again.</summary>
    public sealed record Reregistered(string Master) : MarathonEvent("scheduler_reregistered_event");

    /// <summary>The master is out of reach.</summary>
    public sealed record Disconnected() : MarathonEvent("scheduler_disconnected_event");

    /// <summary>An app has a health check.</summary>
    public sealed record HealthCheckAdded(PathId App, Version Version, HealthCheck Check)
        : MarathonEvent("add_health_check_event");

    /// <summary>An app has no health checks any more.</summary>
    public sealed record HealthChecksRemoved(PathId App) : MarathonEvent("remove_health_check_event");

    /// <summary>A health check failed.</summary>
    public sealed record HealthCheckFailed(PathId App, InstanceId Instance, HealthCheck Check)
        : MarathonEvent("failed_health_check_event");

    /// <summary>A health check came out otherwise than before.</summary>
    public sealed record HealthChanged(PathId App, InstanceId Instance, Version Version, bool Alive)
        : MarathonEvent("health_status_changed_event");

    /// <summary>An instance is ended because it is not healthy.</summary>
    public sealed record UnhealthyKilled(Instance Instance, string TaskId, string Reason)
        : MarathonEvent("unhealthy_instance_kill_event");

    /// <summary>What is to run has changed.</summary>
    public sealed record GroupChanged(PathId Group, Version Version) : MarathonEvent("group_change_success");

    /// <summary>What is to run was not changed.</summary>
    public sealed record GroupChangeFailed(PathId Group, Version Version, string Reason)
        : MarathonEvent("group_change_failed");

    /// <summary>A step of a deployment begins, or ended.</summary>
    public sealed record DeploymentStepped(string Kind, DeploymentPlan Plan, DeploymentStep? Step)
        : MarathonEvent(Kind);

    /// <summary>A deployment ended well.</summary>
    public sealed record DeploymentSucceeded(DeploymentPlan Plan) : MarathonEvent("deployment_success");

    /// <summary>A deployment was let go.</summary>
    public sealed record DeploymentFailed(DeploymentPlan Plan, string Reason) : MarathonEvent("deployment_failed");

    /// <summary>The last instance of an app that was removed is gone.</summary>
    public sealed record AppTerminated(PathId App) : MarathonEvent("app_terminated_event");

    /// <summary>Mesos told the state of a task.</summary>
    public sealed record StatusUpdated(Instance Instance, InstanceTask Task, V1.TaskStatus Status)
        : MarathonEvent("status_update_event");

    /// <summary>An instance is doing otherwise than before.</summary>
    public sealed record InstanceChanged(Instance Instance) : MarathonEvent("instance_changed_event");

    /// <summary>A task that is none of ours has ended.</summary>
    public sealed record UnknownTerminated(InstanceId Instance, PathId Spec, Condition Condition)
        : MarathonEvent("unknown_instance_terminated_event");

    /// <summary>The health of an instance is other than before.</summary>
    public sealed record InstanceHealthChanged(Instance Instance, bool? Healthy)
        : MarathonEvent("instance_health_changed_event");

    /// <summary>An executor sent something.</summary>
    public sealed record FrameworkMessage(string Executor, string Agent, byte[] Message)
        : MarathonEvent("framework_message_event");

    /// <summary>Somebody listens.</summary>
    public sealed record StreamAttached(string Address) : MarathonEvent("event_stream_attached");

    /// <summary>Somebody listens no more.</summary>
    public sealed record StreamDetached(string Address) : MarathonEvent("event_stream_detached");
}
