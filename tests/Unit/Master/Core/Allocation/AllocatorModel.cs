using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <summary>The allocator and its reference, told the same.</summary>
internal sealed partial class AllocatorModel(bool hasQuota)
{
    private static readonly string[] RoleNames = ["a", "a/b", "a/c", "a/b/d", "b", "*"];

    private static readonly string[] Totals =
    [
        "cpus:4;mem:100;ports:[1-9]",
        "cpus:8;mem:50",
        "cpus:2;mem:200;cpus(a):2",
        "cpus:1;mem:64;cpus(a,a/b):2;mem(a):64",
        "cpus:3;mem:64;cpus{rev}:2",
        "cpus:4;mem:64;gpus:1",
        "disk:100",
    ];

    private static readonly double?[] Refusals = [null, 0, 1, 2, 5, 60];

    private readonly Allocator allocator = new(new AllocatorOptions());
    private readonly ReferenceAllocator reference = new();
    private readonly List<OfferDraft> offers = [];
    private readonly Chance chance = new(3);
    private Moment now = Moment.FromSeconds(100);
    private Moment lastBatch = Moment.FromSeconds(100);
    private Chance draws = new(0);
    private readonly List<string> log = [];
    private int count;

    /// <summary>Plays a history, of which each number is a thing that happens.</summary>
    public void Play(IEnumerable<int> history)
    {
        allocator.StartBatch(now);
        try
        {
            foreach (var number in history)
            {
                draws = new((ulong)number);
                Happen();
                reference.Prune();
                CheckBooks();
            }

            Batch();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"After:\n{string.Join('\n', log)}\n{failure.Message}", failure);
        }
    }

    private int Draw(int bound) => draws.Next(bound);

    private T Pick<T>(IReadOnlyList<T> items) => items[Draw(items.Count)];

    private void Happen()
    {
        switch (Draw(26))
        {
            case 0 or 1 or 2: AddAgent(); break;
            case 3 or 4: AddFramework(); break;
            case 5: RemoveAgent(); break;
            case 6: RemoveFramework(); break;
            case 7 or 8 or 9: Return(); break;
            case 10 when Draw(2) == 0: ToggleAgent(); break;
            case 10: ToggleFramework(); break;
            case 11: SuppressOrRevive(); break;
            case 12: UpdateAgent(); break;
            case 13: UpdateFramework(); break;
            case 14: SetWeight(); break;
            case 15 or 16 when hasQuota: SetQuota(); break;
            case 17: Reserve(); break;
            case 18: Refuse(); break;
            case 19: SetWhitelist(); break;
            default: Batch(); break;
        }
    }

    private void SetWeight()
    {
        var (role, weight) = (Pick(RoleNames), 1 + Draw(3));
        reference.Weights[role] = weight;
        allocator.SetWeight(role, weight);
        log.Add($"weight {role} {weight}");
    }

    private void SetQuota()
    {
        var role = Pick(["a", "b", "c"]);
        var guarantees = Draw(3) == 0 ? Quantities.None : Quantities.Of(("cpus", 1000L * Draw(6)), ("mem", 32_000L * Draw(4)));
        var limits = Draw(2) == 0 ? Quantities.None : Quantities.Of(("cpus", 1000L * (6 + Draw(6))));
        var quota = new Quota(guarantees, limits);
        reference.Quotas.Remove(role);
        if (!quota.Equals(Quota.Default))
        {
            reference.Quotas[role] = quota;
        }

        allocator.SetQuota(role, quota);
        log.Add($"quota {role} {quota.Guarantees} to {quota.Limits}");
    }
}
