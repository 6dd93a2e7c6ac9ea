using System.Collections.Frozen;
using NodaTime;
using NodaTime.Text;

namespace Kernel.Chronos.Core;

/// <summary>Time zones by the names that Java gives them.</summary>
public static class TimeZones
{
    private static readonly FrozenDictionary<string, string> OldNames = new Dictionary<string, string>
    {
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires",
        ["ART"] = "Africa/Cairo", ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka",
        ["CAT"] = "Africa/Harare", ["CNT"] = "America/St_Johns", ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai",
        ["EAT"] = "Africa/Addis_Ababa", ["ECT"] = "Europe/Paris", ["EST"] = "America/New_York", ["HST"] = "Pacific/Honolulu",
        ["IET"] = "America/Indiana/Indianapolis", ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo", ["MIT"] = "Pacific/Apia",
        ["MST"] = "America/Denver", ["NET"] = "Asia/Yerevan", ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico", ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh",
    }.ToFrozenDictionary();

    /// <summary>The zone that a name means: <c>Europe/Paris</c>, <c>PST</c>, <c>GMT+2</c>, <c>+02:00</c>. A name that
    /// nobody knows
    /// means GMT, as in Chronos.</summary>
    public static DateTimeZone Of(string name)
    {
        if (OldNames.TryGetValue(name, out var modern))
        {
            name = modern;
        }

        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? OfOffset(name) ?? DateTimeZone.Utc;
    }

    private static DateTimeZone? OfOffset(string name)
    {
        var text = name.StartsWith("GMT", StringComparison.Ordinal) || name.StartsWith("UTC", StringComparison.Ordinal) ? name[3..] : name;
        if (text is [_, _])
        {
            text = $"{text[0]}0{text[1]}";
        }

        var offset = OffsetPattern.GeneralInvariant.Parse(text);
        return offset.Success ? DateTimeZone.ForOffset(offset.Value) : null;
    }
}
