using System.CommandLine;
using Kernel.Model;
using Kernel.Protocol;
using V1 = Mesos.V1;

namespace Kernel.Cli.Operate.Writes;

/// <summary>Which resources a command reserves or frees, and the reservation it is about.</summary>
internal sealed class ReservationOptions
{
    private readonly Argument<string> agent = AgentArgument.Create();

    private readonly Argument<string> resources = new("resources")
    {
        Description = "The resources, for instance 'cpus:2;mem:512'; 'cpus(eng):2' are reserved for eng below that.",
    };

    private readonly Option<string> role = new("--role") { Description = "The role of the reservation.", Required = true };

    private readonly Option<string?> principal = new("--principal") { Description = "The principal of the reservation." };

    private readonly Option<string[]> labels = new("--label")
    {
        Description = "A label of the reservation, as KEY=VALUE; may be given several times.",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Symbol> Symbols => [agent, resources, role, principal, labels];

    /// <summary>The role that is meant.</summary>
    public string RoleOf(ParseResult parsed) => parsed.GetValue(role)!;

    /// <summary>The agent that is meant.</summary>
    public Task<V1.AgentID> AgentOfAsync(ParseResult parsed, Api master, CancellationToken stop) =>
        AgentArgument.FindAsync(master, parsed.GetValue(agent)!, stop);

    /// <summary>The resources under the reservation.</summary>
    /// <exception cref="FormatException">They are malformed; the message names what is.</exception>
    public IEnumerable<V1.Resource> Reserved(ParseResult parsed) => Reserved(parsed, RoleOf(parsed));

    /// <summary>The resources under the like reservation for another role.</summary>
    /// <inheritdoc cref="Reserved(ParseResult)"/>
    public IEnumerable<V1.Resource> Reserved(ParseResult parsed, string forRole)
    {
        var reservation = new Reservation(
            ReservationType.Dynamic,
            forRole,
            parsed.GetValue(principal),
            Labels.Of((parsed.GetValue(labels) ?? []).Select(Label)));
        return ResourcesFlag.Parse(parsed.GetValue(resources)!)
            .Select(resource => resource.As(resource.Kind.WithReservations([.. resource.Kind.Reservations, reservation])))
            .ToMessages();
    }

    private static KeyValuePair<string, string?> Label(string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        return sign switch
        {
            0 => throw new Refusal($"'{text}' is not KEY=VALUE"),
            < 0 => KeyValuePair.Create<string, string?>(text, null),
            _ => KeyValuePair.Create<string, string?>(text[..sign], text[(sign + 1)..]),
        };
    }
}
