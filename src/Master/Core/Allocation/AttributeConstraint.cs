using System.Text.RegularExpressions;

namespace Kernel.Master.Core.Allocation;

/// <summary>What a constraint looks at.</summary>
public enum ConstraintSubject
{
    /// <summary>The first attribute of a name.</summary>
    Attribute,

    /// <summary>The agent's hostname.</summary>
    Hostname,

    /// <summary>The region of the agent's fault domain.</summary>
    Region,

    /// <summary>The zone of the agent's fault domain.</summary>
    Zone,
}

/// <summary>What a constraint asks of its subject.</summary>
public enum ConstraintTest
{
    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    NotExists,

    /// <summary>It is this text, or no text at all.</summary>
    TextEquals,

    /// <summary>It is not there, another text, or no text at all.</summary>
    TextNotEquals,

    /// <summary>It is a text that the pattern describes entirely, or no text at all.</summary>
    TextMatches,

    /// <summary>It is not there, a text that the pattern does not describe entirely, or no text at all.</summary>
    TextNotMatches,
}

/// <summary>One condition on an agent.</summary>
/// <param name="Subject">What it looks at.</param>
/// <param name="AttributeName">The attribute's name; empty for other subjects.</param>
/// <param name="Test">What it asks.</param>
/// <param name="Text">The text to equal; empty for other tests.</param>
/// <param name="Pattern">The pattern to match, anchored; null for other tests.</param>
public sealed record AttributeConstraint(
    ConstraintSubject Subject, string AttributeName, ConstraintTest Test, string Text, Regex? Pattern)
{
    /// <summary>Whether it holds for an agent (Mesos: AttributeConstraintPredicate::apply).</summary>
    public bool Accepts(AgentTraits agent) => Find(agent) switch
    {
        (false, _) => Test is ConstraintTest.NotExists or ConstraintTest.TextNotEquals or ConstraintTest.TextNotMatches,
        (true, null) => Test is not ConstraintTest.NotExists,
        (true, { } text) => AcceptsText(text),
    };

    private bool AcceptsText(string text) => Test switch
    {
        ConstraintTest.Exists => true,
        ConstraintTest.NotExists => false,
        ConstraintTest.TextEquals => text == Text,
        ConstraintTest.TextNotEquals => text != Text,
        ConstraintTest.TextMatches => Pattern!.IsMatch(text),
        ConstraintTest.TextNotMatches => !Pattern!.IsMatch(text),
    };

    private (bool Found, string? Text) Find(AgentTraits agent) => Subject switch
    {
        ConstraintSubject.Hostname => (true, agent.Hostname),
        ConstraintSubject.Region => (agent.Region is not null, agent.Region),
        ConstraintSubject.Zone => (agent.Zone is not null, agent.Zone),
        ConstraintSubject.Attribute => FindAttribute(agent),
    };

    private (bool Found, string? Text) FindAttribute(AgentTraits agent)
    {
        foreach (var attribute in agent.Attributes)
        {
            if (attribute.Name == AttributeName)
            {
                return (true, attribute.Text);
            }
        }

        return (false, null);
    }
}
