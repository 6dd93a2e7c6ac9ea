namespace Kernel.Model;

/// <summary>
/// What one decision comes to. A decision changes its state at once, through the state's own small functions, and says
/// here what else is to happen: what must become durable, what is then done to the world, what the loop is to be told later.
/// </summary>
/// <remarks>
/// The obligations of whoever runs the step: <see cref="Writes"/> become durable together or not at all; <see cref="Effects"/> are
/// performed in order, after the step's own writes and after the effects of every earlier step; <see cref="Timers"/> come
/// back as inputs, never before they are due. The next input is decided at once, without waiting for any of that.
/// </remarks>
/// <typeparam name="TInput">What the loop can be told.</typeparam>
/// <typeparam name="TEffect">What the loop can do to the world.</typeparam>
public sealed class Step<TInput, TEffect>(Moment now, Chance chance)
{
    private List<Write>? writes;
    private List<TEffect>? effects;
    private List<Timer<TInput>>? timers;
    private List<string>? notes;

    /// <summary>The moment at which the decision is taken.</summary>
    public Moment Now { get; } = now;

    /// <summary>Where the decision's ids and draws come from.</summary>
    public Chance Chance { get; } = chance;

    /// <summary>What must become durable, together, before any effect is performed.</summary>
    public IReadOnlyList<Write> Writes => writes ?? (IReadOnlyList<Write>)[];

    /// <summary>What is done to the world, in order.</summary>
    public IReadOnlyList<TEffect> Effects => effects ?? (IReadOnlyList<TEffect>)[];

    /// <summary>What the loop is to be told later.</summary>
    public IReadOnlyList<Timer<TInput>> Timers => timers ?? (IReadOnlyList<Timer<TInput>>)[];

    /// <summary>What the shell should log: one sentence each.</summary>
    public IReadOnlyList<string> Notes => notes ?? (IReadOnlyList<string>)[];

    /// <summary>Stores a value under a key.</summary>
    public void Put(string key, byte[] value) => (writes ??= []).Add(new(key, value));

    /// <summary>Deletes a key.</summary>
    public void Delete(string key) => (writes ??= []).Add(new(key, null));

    /// <summary>Does something to the world, once this step is durable.</summary>
    public void Do(TEffect effect) => (effects ??= []).Add(effect);

    /// <summary>Tells the loop something at a moment. Timers are not cancelled: an input that has lost its meaning is ignored.</summary>
    public void At(Moment due, TInput input) => (timers ??= []).Add(new(due, input));

    /// <summary>Tells the loop something after a while.</summary>
    public void After(TimeSpan delay, TInput input) => At(Now + delay, input);

    /// <summary>Leaves a sentence for the log.</summary>
    public void Note(string sentence) => (notes ??= []).Add(sentence);
}

/// <summary>An input that is due at a moment.</summary>
/// <param name="Due">Not before this moment.</param>
/// <param name="Input">What the loop is told then.</param>
public readonly record struct Timer<TInput>(Moment Due, TInput Input);

/// <summary>A component's pure heart: it decides, and does nothing else.</summary>
/// <typeparam name="TInput">What it can be told.</typeparam>
/// <typeparam name="TEffect">What it can do to the world.</typeparam>
public interface IMachine<TInput, TEffect>
{
    /// <summary>
    /// Decides what an input comes to. Deterministic: the same state, input, moment and chance give the same step.
    /// It throws only when the program is wrong (<see cref="InvariantBrokenException"/>).
    /// </summary>
    void Decide(TInput input, Step<TInput, TEffect> step);
}
