using System.Text;
using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>
/// A selector of labels: <c>a</c>, <c>a==v</c>, <c>a!=v</c>, <c>a in (v,w)</c>, <c>a notin (v,w)</c>, separated by
/// commas. All forms demand
/// that the label is there (Marathon: LabelSelectorParsers.scala).
/// </summary>
internal sealed class LabelSelector
{
    private readonly List<(string Key, Func<string, bool> Fits)> terms = [];

    private LabelSelector()
    {
    }

    /// <summary>Reads a selector.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    internal static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        var scanner = new Scanner(text);
        do
        {
            selector.terms.Add(Term(scanner));
        }
        while (scanner.Takes(","));

        return scanner.IsAtEnd ? selector : throw scanner.Refuse();
    }

    /// <summary>Whether labels fit.</summary>
    internal bool Matches(IReadOnlyDictionary<string, string> labels) =>
        terms.All(term => labels.TryGetValue(term.Key, out var value) && term.Fits(value));

    private static (string, Func<string, bool>) Term(Scanner scanner)
    {
        var key = scanner.Word();
        if (scanner.Takes("=="))
        {
            var wanted = scanner.Word();
            return (key, value => value == wanted);
        }

        if (scanner.Takes("!="))
        {
            var unwanted = scanner.Word();
            return (key, value => value != unwanted);
        }

        if (scanner.TakesWord("in"))
        {
            var set = Set(scanner);
            return (key, set.Contains);
        }

        if (scanner.TakesWord("notin"))
        {
            var set = Set(scanner);
            return (key, value => !set.Contains(value));
        }

        return (key, static _ => true);
    }

    private static HashSet<string> Set(Scanner scanner)
    {
        var values = new HashSet<string>();
        scanner.Demand("(");
        do
        {
            values.Add(scanner.Word());
        }
        while (scanner.Takes(","));

        scanner.Demand(")");
        return values;
    }

    private sealed class Scanner(string text)
    {
        private int at;

        internal bool IsAtEnd
        {
            get
            {
                Skip();
                return at == text.Length;
            }
        }

        internal bool Takes(string token)
        {
            Skip();
            if (string.CompareOrdinal(text, at, token, 0, token.Length) != 0)
            {
                return false;
            }

            at += token.Length;
            return true;
        }

        internal bool TakesWord(string word)
        {
            Skip();
            var before = at;
            if (at > 0 && char.IsWhiteSpace(text[at - 1]) && Takes(word) && (at == text.Length || !IsPart(text[at])))
            {
                return true;
            }

            at = before;
            return false;
        }

        internal void Demand(string token)
        {
            if (!Takes(token))
            {
                throw Refuse();
            }
        }

        internal string Word()
        {
            Skip();
            var word = new StringBuilder();
            while (at < text.Length && (IsPart(text[at]) || (text[at] == '\\' && at + 1 < text.Length)))
            {
                at += text[at] == '\\' ? 1 : 0;
                word.Append(text[at++]);
            }

            return word.Length > 0 ? word.ToString() : throw Refuse();
        }

        internal RefusedException Refuse() =>
            new(new Refusal.Unprocessable($"Can not parse label selector {text}: unexpected input at {at}"));

        private void Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
    }
}
