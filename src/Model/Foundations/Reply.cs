namespace Kernel.Model;

/// <summary>
/// Where an answer goes. A shell puts one into an input; the core puts it, with the answer, into an effect; so the
/// answer leaves only after what it promises has become durable.
/// </summary>
/// <typeparam name="T">What is answered.</typeparam>
public interface IReply<in T>
{
    /// <summary>Gives the answer. Only performers call this, once.</summary>
    void Answer(T answer);
}
