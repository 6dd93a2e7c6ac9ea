using System.Text;
using System.Text.Json;
using Kernel.Chronos.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance.Chronos;

/// <summary>Real jobs: those that Chronos takes are taken and shown as they came, and those that it refuses are refused.</summary>
public sealed class JobCorpusTests
{
    private static readonly Moment Now = Moment.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What a job has that is shown otherwise than it came: what Chronos ignores, rewrites or gives a default.</summary>
    private static readonly string[] NotShownAsGiven = ["epsilon", "async", "schedule", "cpus", "mem", "disk", "fetch", "container"];

    public static TheoryData<string> Files => [.. Corpus.Files("examples/chronos-jobs", "*.json")];

    [CorpusTheory]
    [MemberData(nameof(Files))]
    public void A_job_is_taken_or_refused_as_Chronos_does(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Corpus.PathOf(file)));
        var refusal = Post(json.RootElement, out var job);
        if (File.Exists(Corpus.PathOf(Path.ChangeExtension(file, ".expect.txt"))))
        {
            Assert.NotNull(refusal);
            return;
        }

        Assert.Null(refusal);
        AssertShown(json.RootElement, Show(job!));
    }

    private static string? Post(JsonElement json, out Job? job)
    {
        var state = new ChronosState(new());
        var machine = new ChronosMachine(state);
        var loop = new Loop<ChronosInput, ChronosEffect>(machine, new Chance(1), static _ => { }, static _ => { });
        job = null;
        try
        {
            job = JobReader.Read(json, state.Settings.Defaults, Now);
            foreach (var parent in job.Parents)
            {
                Tell(loop, new Job { Name = parent, Cpus = 1, Mem = 1, Disk = 1, Schedule = Schedule.Once(Now) });
            }

            Tell(loop, job);
            return state.Jobs.Of(job.Name) is null ? "refused" : null;
        }
        catch (JobRefusedException refused)
        {
            return refused.Message;
        }
    }

    private static void Tell(Loop<ChronosInput, ChronosEffect> loop, Job job) =>
        loop.Turn(new ChronosInput.JobPosting(job, job.IsDependent, new PendingReply<string?>()), Now);

    private static JsonElement Show(Job job)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JobWriter.Write(writer, job);
        }

        using var shown = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.ToArray()));
        return shown.RootElement.Clone();
    }

    private static void AssertShown(JsonElement given, JsonElement shown)
    {
        foreach (var member in given.EnumerateObject().Where(static member => !NotShownAsGiven.Contains(member.Name)))
        {
            Assert.True(
                JsonElement.DeepEquals(member.Value, shown.GetProperty(member.Name)),
                $"{member.Name} was {member.Value} and is shown as {shown.GetProperty(member.Name)}");
        }

        if (given.TryGetProperty("schedule", out var schedule))
        {
            Assert.Equal(schedule.GetString(), shown.GetProperty("schedule").GetString());
        }
    }
}
