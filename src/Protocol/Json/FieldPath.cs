namespace Kernel.Protocol;

/// <summary>Where in a message a value stands; its text is only made when something is wrong there.</summary>
/// <param name="Parent">The path of the message that holds it; null at the top.</param>
/// <param name="Name">The field's name, or an index in brackets.</param>
internal sealed record FieldPath(FieldPath? Parent, string Name)
{
    /// <summary>As in <c>accept.offer_ids[0].value</c>.</summary>
    public override string ToString() =>
        Parent is null ? Name : Name.StartsWith('[') ? $"{Parent}{Name}" : $"{Parent}.{Name}";

    /// <summary>An error at this place.</summary>
    public MesosJsonException Wrong(string what) => new($"{what} for field '{this}'", isSyntax: false);
}
