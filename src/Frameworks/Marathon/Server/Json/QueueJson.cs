using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Marathon.Server;

/// <summary>What waits for offers, as the API shows it (Marathon: QueueInfoConversion.scala).</summary>
internal static class QueueJson
{
    private static readonly NoMatch[] Reasons = Enum.GetValues<NoMatch>();

    /// <summary>Writes an entry.</summary>
    internal static void Write(Utf8JsonWriter writer, QueueEntry entry, bool withOffers)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", entry.Count);
        writer.WriteString("role", entry.Role);
        writer.WriteStartObject("delay");
        writer.WriteNumber("timeLeftSeconds", (long)Math.Ceiling(entry.TimeLeft.TotalSeconds));
        writer.WriteBoolean("overdue", entry.TimeLeft <= TimeSpan.Zero);
        writer.WriteEndObject();
        writer.WriteString("since", Core.Version.Text(entry.Since));
        WriteSummary(writer, entry);
        if (withOffers)
        {
            writer.WriteStartArray("lastUnusedOffers");
            foreach (var unused in entry.LastUnused)
            {
                WriteUnused(writer, unused);
            }

            writer.WriteEndArray();
        }

        writer.WritePropertyName(entry.Spec.IsPod ? "pod" : "app");
        SpecJson.Write(writer, entry.Spec);
        writer.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter writer, QueueEntry entry)
    {
        writer.WriteStartObject("processedOffersSummary");
        writer.WriteNumber("processedOffersCount", entry.Processed);
        writer.WriteNumber("unusedOffersCount", entry.Unused);
        WriteTime("lastUnusedOfferAt", entry.UnusedAt);
        WriteTime("lastUsedOfferAt", entry.UsedAt);
        var last = Reasons.Select(reason => entry.LastUnused.Count(unused => unused.Reasons[0] == reason)).ToList();
        WriteFunnel(writer, "rejectSummaryLastOffers", last, entry.LastUnused.Count);
        WriteFunnel(writer, "rejectSummaryLaunchAttempt", entry.Declined, entry.Processed);
        writer.WriteEndObject();

        void WriteTime(string name, Moment? time)
        {
            if (time is { } at)
            {
                writer.WriteString(name, Core.Version.Text(at));
            }
        }
    }

    /// <summary>Each reason is looked for only in what the reasons before it have left.</summary>
    private static void WriteFunnel(Utf8JsonWriter writer, string name, IReadOnlyList<int> declined, int processed)
    {
        writer.WriteStartArray(name);
        for (var i = 0; i < Reasons.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", Reasons[i].ToString());
            writer.WriteNumber("declined", declined[i]);
            writer.WriteNumber("processed", processed);
            writer.WriteEndObject();
            processed -= declined[i];
        }

        writer.WriteEndArray();
    }

    private static void WriteUnused(Utf8JsonWriter writer, UnusedOffer unused)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("offer");
        writer.WriteString("id", unused.Offer.Id.Value);
        writer.WriteString("hostname", unused.Offer.Hostname);
        writer.WriteString("agentId", unused.Offer.AgentId.Value);
        writer.WriteStartArray("resources");
        foreach (var resource in unused.Offer.Resources)
        {
            WriteResource(writer, resource);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("attributes");
        foreach (var attribute in unused.Offer.Attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attribute.Name);
            WriteValue(writer, attribute.Scalar, attribute.Ranges, attribute.Set, attribute.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("reason");
        foreach (var reason in unused.Reasons)
        {
            writer.WriteStringValue(reason.ToString());
        }

        writer.WriteEndArray();
        writer.WriteString("timestamp", Core.Version.Text(unused.At));
        writer.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter writer, Mesos.V1.Resource resource)
    {
        writer.WriteStartObject();
        writer.WriteString("name", resource.Name);
        writer.WriteString("role", resource.Reservations.Count > 0 ? resource.Reservations[^1].Role : "*");
        WriteValue(writer, resource.Scalar, resource.Ranges, resource.Set, null);
        writer.WriteEndObject();
    }

    private static void WriteValue(
        Utf8JsonWriter writer,
        Value.Types.Scalar? scalar,
        Value.Types.Ranges? ranges,
        Value.Types.Set? set,
        Value.Types.Text? text)
    {
        if (text is not null)
        {
            writer.WriteString("text", text.Value);
        }

        if (scalar is not null)
        {
            writer.WriteNumber("scalar", scalar.Value);
        }

        if (ranges is not null)
        {
            writer.WriteStartArray("ranges");
            foreach (var range in ranges.Range)
            {
                writer.WriteStartObject();
                writer.WriteNumber("begin", range.Begin);
                writer.WriteNumber("end", range.End);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (set is not null)
        {
            writer.WriteStartArray("set");
            foreach (var item in set.Item)
            {
                writer.WriteStringValue(item);
            }

            writer.WriteEndArray();
        }
    }
}
