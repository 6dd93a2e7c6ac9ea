using System.Collections.Immutable;
using System.Globalization;
using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <summary>An allocator, a clock and short words for what tests say.</summary>
internal sealed class Scene(AllocatorOptions? options = null)
{
    private readonly Chance chance = new(7);

    public const AgentCapabilities AllAgentCapabilities =
        AgentCapabilities.MultiRole | AgentCapabilities.HierarchicalRole | AgentCapabilities.ReservationRefinement;

    public Allocator Allocator { get; } = new(options ?? new AllocatorOptions());

    public Moment Now { get; private set; } = Moment.FromSeconds(1000);

    public static FrameworkId F(string id) => new(id);

    public static AgentId A(string id) => new(id);

    /// <summary>
    /// Reads <c>cpus:4;mem(web):64;cpus{rev}:1;ports:[1-3]</c>; reservations are dynamic and may be stacked:
    /// <c>(a,a/b)</c>.
    /// </summary>
    public static Resources Bag(string text) =>
        Resources.Of(text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Item));

    public Scene Agent(
        string id,
        string total,
        AgentCapabilities capabilities = AllAgentCapabilities,
        string? region = null,
        params (string Name, string? Text)[] attributes)
    {
        Allocator.AddAgent(A(id), Traits(id, capabilities, region, attributes), Bag(total), new Dictionary<FrameworkId, Resources>());
        return this;
    }

    public static AgentTraits Traits(
        string id, AgentCapabilities capabilities, string? region, params (string Name, string? Text)[] attributes) => new()
    {
        Hostname = id,
        Capabilities = capabilities,
        Region = region,
        Attributes = [.. attributes.Select(static attribute => new AgentAttribute(attribute.Name, attribute.Text))],
    };

    public Scene Framework(string id, string roles = "*", FrameworkCapabilities capabilities = FrameworkCapabilities.None)
    {
        Allocator.AddFramework(F(id), new() { Roles = [.. roles.Split(',')], Capabilities = capabilities }, active: true);
        return this;
    }

    public Scene Framework(string id, Func<FrameworkTraits, FrameworkTraits> change)
    {
        Allocator.AddFramework(F(id), change(new() { Roles = ["*"] }), active: true);
        return this;
    }

    /// <summary>Runs what is due now, without a batch.</summary>
    public List<OfferDraft> Run()
    {
        List<OfferDraft> offers = [];
        while (Allocator.HasCandidates)
        {
            var slice = Allocator.Run(Now, chance);
            offers.AddRange(slice.Offers);
            InverseOffers.AddRange(slice.InverseOffers);
        }

        return offers;
    }

    public List<InverseOfferDraft> InverseOffers { get; } = [];

    /// <summary>Lets time pass, starts a batch and runs it.</summary>
    public List<OfferDraft> Batch(double seconds = 1)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Allocator.StartBatch(Now);
        return Run();
    }

    public void Decline(OfferDraft offer, double? seconds) => Allocator.Recover(
        offer.Framework, offer.Agent, offer.Resources, Now, seconds is { } span ? Refusal.FromSeconds(span) : null);

    public void Decline(IEnumerable<OfferDraft> offers, double? seconds)
    {
        foreach (var offer in offers)
        {
            Decline(offer, seconds);
        }
    }

    public static string Say(IEnumerable<OfferDraft> offers) => string.Join("; ", offers
        .Select(static offer => $"{offer.Framework} {offer.Agent} {offer.Role} {Say(offer.Resources)}"));

    /// <summary>Scalars only, in the order cpus, mem, others.</summary>
    public static string Say(Resources resources) => string.Join(" ", Quantities.Of(resources).Select(static amount =>
        string.Create(CultureInfo.InvariantCulture, $"{amount.Key}:{amount.Value / 1000.0}")));

    private static Resource Item(string text)
    {
        var colon = text.IndexOf(':');
        var (name, value) = (text[..colon], text[(colon + 1)..]);
        var revocable = name.Contains("{rev}", StringComparison.Ordinal);
        name = name.Replace("{rev}", "", StringComparison.Ordinal);
        var volume = name.IndexOf('#') is var hash and > 0 ? name[(hash + 1)..] : null;
        name = volume is null ? name : name[..name.IndexOf('#')];
        var open = name.IndexOf('(');
        ImmutableArray<Reservation> reservations = open < 0
            ? []
            : [.. name[(open + 1)..^1].Split(',').Select(static role => new Reservation(ReservationType.Dynamic, role, null, Labels.None))];
        name = open < 0 ? name : name[..open];
        if (value[0] == '[')
        {
            var runs = value[1..^1].Split(',').Select(static run => run.Split('-').Select(ulong.Parse).ToArray());
            return Resource.OfRanges(
                new(name, ResourceType.Ranges, reservations), Ranges.Of(runs.Select(static run => new Range64(run[0], run[1]))));
        }

        var disk = volume is null ? null : new Disk(null, new(volume.TrimEnd('*')), null, null);
        return Resource.OfScalar(
            new(name, ResourceType.Scalar, reservations, null, disk, revocable, volume?.EndsWith('*') == true),
            double.Parse(value, CultureInfo.InvariantCulture));
    }
}
