using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernel.Containers.Docker;

/// <summary>Sees to it that images are there.</summary>
internal static class DockerImages
{
    private const string DefaultTag = "latest";

    /// <summary>Pulls an image if it is not there, or must be pulled anyway.</summary>
    /// <exception cref="DockerException">It cannot be had.</exception>
    public static async Task EnsureAsync(DockerApi api, string image, bool pullsAlways)
    {
        if (pullsAlways || !await ExistsAsync(api, image).ConfigureAwait(false))
        {
            await PullAsync(api, image).ConfigureAwait(false);
        }
    }

    private static async Task<bool> ExistsAsync(DockerApi api, string image)
    {
        try
        {
            await api.AskAsync(HttpMethod.Get, $"/images/{Path(image)}/json").ConfigureAwait(false);
            return true;
        }
        catch (DockerException missing) when (missing.IsNotFound)
        {
            return false;
        }
    }

    private static async Task PullAsync(DockerApi api, string image)
    {
        var (name, tag) = Split(image);
        var stream = await api.OpenAsync(
            HttpMethod.Post, $"/images/create?fromImage={Uri.EscapeDataString(name)}&tag={Uri.EscapeDataString(tag)}")
                .ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (ErrorIn(line) is { } error)
            {
                throw new DockerException($"Failed to pull image '{image}': {error}");
            }
        }
    }

    /// <summary>The image's name, and its tag or digest.</summary>
    private static (string Name, string Tag) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
        {
            return (image[..digest], image[(digest + 1)..]);
        }

        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, DefaultTag);
    }

    private static string Path(string image) => string.Join('/', image.Split('/').Select(Uri.EscapeDataString));

    private static string? ErrorIn(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["error"]?.GetValue<string>();
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
