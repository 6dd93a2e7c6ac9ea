using System.Text.Json;
using Kernel.Agent.Core;
using Kernel.Model;
using Kernel.Protocol;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Machine;

/// <summary>
/// Makes out of flags and machine what the agent says of itself (Mesos: Containerizer::resources, Slave::initialize).
/// </summary>
public static class AgentDescription
{
    private static readonly Range64 DefaultPorts = new(31_000, 32_000);

    /// <summary>How the agent's core reads and writes resources.</summary>
    public static ResourceCodec Codec { get; } = new(ReadOrNull, static resources => resources.ToMessages());

    /// <summary>What the agent says of itself.</summary>
    /// <param name="options">Its flags.</param>
    /// <param name="hostname">Its name.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="FormatException">A flag cannot be read.</exception>
    public static V1.AgentInfo Of(AgentOptions options, string hostname, int port)
    {
        var info = new V1.AgentInfo
        {
            Hostname = hostname,
            Port = port,
            Resources = { Detected(options).ToMessages() },
        };
        if (options.Attributes is { } attributes)
        {
            info.Attributes.Add(AttributesFlag.Parse(attributes));
        }

        if (options.Domain is { } domain)
        {
            info.Domain = MesosJson.Parse<V1.DomainInfo>(domain);
        }

        return info;
    }

    /// <summary>What every executor finds in its environment, as the flag gives it.</summary>
    /// <exception cref="FormatException">The flag is no JSON object of texts.</exception>
    public static IReadOnlyDictionary<string, string> ExecutorEnvironment(AgentOptions options)
    {
        try
        {
            return options.ExecutorEnvironmentVariables is { } json
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []
                : [];
        }
        catch (JsonException failure)
        {
            throw new FormatException($"Failed to load flag 'executor_environment_variables': {failure.Message}");
        }
    }

    private static Resources Detected(AgentOptions options)
    {
        var given = ResourcesFlag.Parse(options.Resources ?? "", options.DefaultRole);
        var names = given.Select(static resource => resource.Kind.Name).Concat(Named(options.Resources))
            .ToHashSet(StringComparer.Ordinal);
        var level = options.DefaultRole == Roles.Default
            ? default
            : System.Collections.Immutable.ImmutableArray.Create(
                new Reservation(ReservationType.Static, options.DefaultRole, null, Labels.None));
        return given + Resources.Of(Defaults(options)
            .Where(resource => !names.Contains(resource.Kind.Name))
            .Select(resource => resource.As(resource.Kind.WithReservations(level.IsDefault ? [] : level))));
    }

    /// <summary>Names that the flag gives nothing of, such as <c>cpus:0</c>: they are not detected either.</summary>
    private static IEnumerable<string> Named(string? text) => text is null || text.TrimStart().StartsWith('[')
        ? []
        : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static item => item.Split(':', '(')[0].Trim());

    private static IEnumerable<Resource> Defaults(AgentOptions options) =>
    [
        Resource.OfScalar(new("cpus", ResourceType.Scalar), MachineFacts.Cpus),
        Resource.OfScalar(new("mem", ResourceType.Scalar), MachineFacts.OfferedMemory(MachineFacts.MemoryBytes)),
        Resource.OfScalar(
            new("disk", ResourceType.Scalar), MachineFacts.OfferedDisk(MachineFacts.DiskBytes(options.WorkDir))),
        Resource.OfRanges(new("ports", ResourceType.Ranges), Ranges.Of(DefaultPorts)),
    ];

    private static Resources? ReadOrNull(IEnumerable<V1.Resource> messages)
    {
        try
        {
            return ResourceMapping.FromMessages(messages);
        }
        catch (InvalidResourceException)
        {
            return null;
        }
    }
}
