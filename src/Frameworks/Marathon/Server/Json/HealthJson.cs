using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>Results of health checks as the API shows them.</summary>
internal static class HealthJson
{
    /// <summary>Writes one.</summary>
    internal static void Write(Utf8JsonWriter writer, InstanceId instance, CheckHealth health)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("alive", health.Alive);
        writer.WriteNumber("consecutiveFailures", health.ConsecutiveFailures);
        WriteTime("firstSuccess", health.FirstSuccess);
        WriteTime("lastFailure", health.LastFailure);
        WriteTime("lastSuccess", health.LastSuccess);
        if (health.LastFailureCause is { } cause)
        {
            writer.WriteString("lastFailureCause", cause);
        }

        writer.WriteString("instanceId", instance.Value);
        writer.WriteEndObject();

        void WriteTime(string name, Moment? time)
        {
            if (time is { } at)
            {
                writer.WriteString(name, Core.Version.Text(at));
            }
        }
    }
}
