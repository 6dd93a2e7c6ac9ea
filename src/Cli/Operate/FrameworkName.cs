using Kernel.Cli.Operate.Writes;

namespace Kernel.Cli.Operate;

/// <summary>The framework that an operator means.</summary>
internal static class FrameworkName
{
    /// <summary>Its id; a name that no framework has is taken for an id.</summary>
    /// <exception cref="Refusal">The master does not answer, or several frameworks have the name.</exception>
    public static async Task<string> FindAsync(Api master, string name, CancellationToken stop)
    {
        var frameworks = (await master.GetAsync("frameworks", stop)).Items("frameworks");
        return Named.IdOf(name, "frameworks", [.. frameworks.Select(static one => (one.Text("id") ?? "", one.Text("name")))]);
    }
}
