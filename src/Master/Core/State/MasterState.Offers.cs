using Google.Protobuf;
using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly Dictionary<OfferId, Offer> offers = [];
    private readonly Index<FrameworkId, OfferId> offersByFramework = new();
    private readonly Index<AgentId, OfferId> offersByAgent = new();
    private readonly Dictionary<OfferId, InverseOffer> inverseOffers = [];
    private readonly Dictionary<ByteString, OperationEntry> operations = [];
    private readonly Index<AgentId, ByteString> operationsByAgent = new();
    private readonly Index<FrameworkId, ByteString> operationsByFramework = new();

    /// <summary>The outstanding offers.</summary>
    public IReadOnlyDictionary<OfferId, Offer> Offers => offers;

    /// <summary>The outstanding inverse offers.</summary>
    public IReadOnlyDictionary<OfferId, InverseOffer> InverseOffers => inverseOffers;

    /// <summary>The operations that are not forgotten yet, by uuid.</summary>
    public IReadOnlyDictionary<ByteString, OperationEntry> Operations => operations;

    /// <summary>A framework's offers.</summary>
    public IReadOnlyCollection<OfferId> OffersOf(FrameworkId framework) => offersByFramework[framework];

    /// <summary>An agent's offers.</summary>
    public IReadOnlyCollection<OfferId> OffersOf(AgentId agent) => offersByAgent[agent];

    /// <summary>An agent's operations.</summary>
    public IReadOnlyCollection<ByteString> OperationsOf(AgentId agent) => operationsByAgent[agent];

    /// <summary>A framework's operations.</summary>
    public IReadOnlyCollection<ByteString> OperationsOf(FrameworkId framework) => operationsByFramework[framework];

    /// <summary>Adds an offer.</summary>
    public void Put(Offer offer)
    {
        Changes++;
        offers.Add(offer.Id, offer);
        offersByFramework.Add(offer.Framework, offer.Id);
        offersByAgent.Add(offer.Agent, offer.Id);
    }

    /// <summary>Removes an offer.</summary>
    public void Remove(Offer offer)
    {
        Changes++;
        offers.Remove(offer.Id);
        offersByFramework.Remove(offer.Framework, offer.Id);
        offersByAgent.Remove(offer.Agent, offer.Id);
    }

    /// <summary>Adds an inverse offer.</summary>
    public void Put(InverseOffer offer)
    {
        Changes++;
        inverseOffers.Add(offer.Id, offer);
    }

    /// <summary>Removes an inverse offer.</summary>
    public void Remove(InverseOffer offer)
    {
        Changes++;
        inverseOffers.Remove(offer.Id);
    }

    /// <summary>Adds an operation, or replaces what is known of it.</summary>
    public void Put(OperationEntry operation)
    {
        Changes++;
        operations[operation.Uuid] = operation;
        operationsByAgent.Add(operation.Agent, operation.Uuid);
        if (operation.Framework is { } framework)
        {
            operationsByFramework.Add(framework, operation.Uuid);
        }
    }

    /// <summary>Forgets an operation.</summary>
    public void Remove(OperationEntry operation)
    {
        Changes++;
        operations.Remove(operation.Uuid);
        operationsByAgent.Remove(operation.Agent, operation.Uuid);
        if (operation.Framework is { } framework)
        {
            operationsByFramework.Remove(framework, operation.Uuid);
        }
    }
}
