using System.Globalization;
using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Legacy;

/// <summary>Which tasks <c>/tasks</c> shows.</summary>
/// <param name="Limit">How many.</param>
/// <param name="Offset">How many are passed over first.</param>
/// <param name="IsAscending">Whether the oldest come first.</param>
/// <param name="Framework">Of which framework; null: of all.</param>
/// <param name="Task">With which id; null: with any.</param>
internal sealed record TaskListing(int Limit, int Offset, bool IsAscending, string? Framework, string? Task)
{
    private const int LimitDefault = 100;

    /// <summary>Reads a query.</summary>
    /// <returns>Why it cannot be; null if it can.</returns>
    public static HttpRefusal? Read(IQueryCollection query, out TaskListing listing)
    {
        listing = new(LimitDefault, 0, false, Text(query, "framework_id"), Text(query, "task_id"));
        if (Refuse(query, "limit", LimitDefault, out var limit) is { } badLimit)
        {
            return badLimit;
        }

        if (Refuse(query, "offset", 0, out var offset) is { } badOffset)
        {
            return badOffset;
        }

        listing = listing with { Limit = limit, Offset = offset, IsAscending = query["order"] == "asc" };
        return null;
    }

    /// <summary>The tasks that it shows, in order of their first status.</summary>
    public IEnumerable<TaskEntry> Of(MasterView view)
    {
        var tasks = view.Tasks
            .Concat(view.Histories.SelectMany(static history => history.Completed.Concat(history.Unreachable)))
            .Concat(view.CompletedFrameworks.SelectMany(static framework => framework.Tasks))
            .Where(task => (Framework is null || task.Framework.Value == Framework) && (Task is null || task.Id.Value == Task));
        var sorted = IsAscending ? tasks.OrderBy(FirstSeen) : tasks.OrderByDescending(FirstSeen);
        return sorted.Skip(Offset).Take(Limit);
    }

    private static double FirstSeen(TaskEntry task) => task.Statuses is [var first, ..] ? first.Timestamp : 0;

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private static HttpRefusal? Refuse(IQueryCollection query, string name, int otherwise, out int number)
    {
        number = otherwise;
        var text = Text(query, name);
        return text is null || (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number) && number >= 0)
            ? null
            : new(400, $"Failed to parse '{name}': '{text}' is not a whole number that is not negative");
    }
}
