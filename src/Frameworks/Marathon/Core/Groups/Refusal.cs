namespace Kernel.Marathon.Core;

/// <summary>Why a request is not carried out. The API maps each kind to a status and a body.</summary>
public abstract record Refusal(string Message)
{
    /// <summary>There is no such thing (404).</summary>
    public sealed record NotFound(string Message) : Refusal(Message);

    /// <summary>There already is one, or deployments hold it (409).</summary>
    /// <param name="Message">What the caller is told.</param>
    /// <param name="Deployments">The deployments in the way.</param>
    public sealed record Conflict(string Message, IReadOnlyList<string>? Deployments = null) : Refusal(Message);

    /// <summary>The definition breaks rules (422).</summary>
    /// <param name="Message"><c>Object is not valid</c>, or <c>Invalid JSON</c> if it has the wrong form.</param>
    /// <param name="Violations">Which rules.</param>
    public sealed record Invalid(string Message, IReadOnlyList<Violation> Violations) : Refusal(Message);

    /// <summary>The request makes no sense (422).</summary>
    public sealed record Unprocessable(string Message) : Refusal(Message);

    /// <summary>The request makes no sense (400).</summary>
    public sealed record Bad(string Message) : Refusal(Message);

    /// <summary>Too much is going on (403).</summary>
    public sealed record TooMany(string Message) : Refusal(Message);

    /// <summary>A definition that has the right form but breaks rules.</summary>
    public static Invalid Of(Violations violations) => new("Object is not valid", violations.All);

    /// <summary>A definition that has the wrong form.</summary>
    public static Invalid OfShape(Violations violations) => new("Invalid JSON", violations.All);

    /// <summary>There is no such app.</summary>
    public static NotFound NoApp(PathId id, Version? version = null) =>
        new($"App '{id}' does not exist{(version is { } v ? $" in version {v}" : "")}");

    /// <summary>There is no such group.</summary>
    public static NotFound NoGroup(PathId id, Version? version = null) =>
        new($"Group '{id}' does not exist{(version is { } v ? $" in version {v}" : "")}");

    /// <summary>There is no such pod.</summary>
    public static NotFound NoPod(PathId id, Version? version = null) =>
        new($"Pod '{id}' does not exist{(version is { } v ? $" in version {v}" : "")}");
}
