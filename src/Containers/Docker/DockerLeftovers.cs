using System.Text.Json.Nodes;

namespace Kernel.Containers.Docker;

/// <summary>Removes containers that an earlier host left.</summary>
internal static class DockerLeftovers
{
    /// <summary>Removes all containers of an owner.</summary>
    /// <exception cref="DockerException">The engine refused, or cannot be reached.</exception>
    public static async Task RemoveAsync(DockerApi api, string owner)
    {
        var filter = new JsonObject { ["label"] = new JsonArray($"{DockerSetup.OwnerLabel}={owner}") };
        var found = await api.AskJsonAsync(
            HttpMethod.Get, $"/containers/json?all=1&filters={Uri.EscapeDataString(filter.ToJsonString())}")
                .ConfigureAwait(false);
        foreach (var container in found.EnumerateArray())
        {
            await api.AskAsync(HttpMethod.Delete, $"/containers/{container.GetProperty("Id").GetString()}?force=1&v=1")
                .ConfigureAwait(false);
        }
    }
}
