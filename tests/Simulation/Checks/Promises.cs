namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// What may stand in the registry, going by what operators asked and were answered: the last that was done, or anything asked since
/// that nobody knows the fate of.
/// </summary>
public sealed class Promises
{
    private readonly SortedDictionary<string, List<Wish>> wishes = new(StringComparer.Ordinal);

    /// <summary>Somebody asks that a fact becomes so.</summary>
    public Wish Ask(string fact, string value)
    {
        var wish = new Wish(fact, value);
        if (!wishes.TryGetValue(fact, out var all))
        {
            wishes[fact] = all = [];
        }

        all.Add(wish);
        return wish;
    }

    /// <summary>He is answered: from now on the fact is as it was asked, or as it was asked later; or the wish is void.</summary>
    public void Answer(Wish wish, bool isDone)
    {
        var all = wishes[wish.Fact];
        var at = all.IndexOf(wish);
        if (isDone && at >= 0)
        {
            all.RemoveRange(0, at);
            wish.IsDone = true;
        }
        else if (at >= 0)
        {
            all.RemoveAt(at);
        }
    }

    /// <summary>The first fact of the registry that cannot be; null if all can.</summary>
    /// <param name="actual">What a fact is; null if the registry does not say.</param>
    public string? Broken(Func<string, string?> actual) => wishes
        .Select(one => actual(one.Key) is { } value && !one.Value.Exists(wish => wish.Allows(value)) && one.Value.Exists(static wish => wish.IsDone)
            ? $"the registry says '{value}' of {one.Key}, but '{string.Join("' or '", one.Value.Select(static wish => wish.Value))}' was promised"
            : null)
        .FirstOrDefault(static what => what is not null);

    /// <summary>Something asked for.</summary>
    public sealed record Wish(string Fact, string Value)
    {
        /// <summary>Whether it was answered as done.</summary>
        public bool IsDone { get; set; }

        /// <summary>Whether it comes to this.</summary>
        public bool Allows(string actual) => Value == RegistryFacts.Perhaps || Value == actual;

        /// <inheritdoc/>
        public bool Equals(Wish? other) => ReferenceEquals(this, other);

        /// <inheritdoc/>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
