using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kernel.Cli.Flags;

/// <summary>What the documentation comments of an options record say, so that help and comments are one text.</summary>
internal sealed partial class OptionDocumentation
{
    private readonly Dictionary<string, string> summaries;

    private OptionDocumentation(Dictionary<string, string> summaries) => this.summaries = summaries;

    /// <summary>The documentation of a type's properties; empty if its file is not beside the assembly.</summary>
    public static OptionDocumentation Of(Type type)
    {
        var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        return new(File.Exists(file) ? Read(file) : []);
    }

    /// <summary>A property's summary in one line.</summary>
    public string SummaryOf(PropertyInfo property) =>
        summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", "");

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Descendants("member")
            .Where(static member => member.Attribute("name")?.Value.StartsWith("P:", StringComparison.Ordinal) == true)
            .DistinctBy(static member => member.Attribute("name")!.Value)
            .ToDictionary(
                static member => member.Attribute("name")!.Value,
                static member => Blank().Replace(TextOf(member.Element("summary")), " ").Trim());

    private static string TextOf(XElement? element) => element is null
        ? ""
        : string.Concat(element.Nodes().Select(static node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? "").Split('.')[^1],
            XElement inner => inner.Value,
            _ => "",
        }));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
