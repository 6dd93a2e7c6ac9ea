using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>Which apps a reader wants to see: by command, id and labels, all of which must fit.</summary>
internal sealed class AppFilter
{
    private readonly string? cmd;
    private readonly string? id;
    private readonly LabelSelector? labels;

    private AppFilter(string? cmd, string? id, LabelSelector? labels)
    {
        this.cmd = cmd;
        this.id = id;
        this.labels = labels;
    }

    /// <summary>The filter that a request asks for.</summary>
    internal static AppFilter Of(ApiRequest request) => new(
        Text(request, "cmd"), Text(request, "id"), Text(request, "label") is { } label ? LabelSelector.Parse(label)
            : null);

    /// <summary>Whether an app fits.</summary>
    internal bool Matches(AppDefinition app) =>
        (cmd is null || app.Cmd?.Contains(cmd, StringComparison.OrdinalIgnoreCase) == true)
        && (id is null || app.Id.Value.Contains(id, StringComparison.OrdinalIgnoreCase))
        && (labels is null || labels.Matches(app.Labels));

    private static string? Text(ApiRequest request, string name) =>
        request.Query(name).ToString() is { Length: > 0 } text ? text : null;
}
