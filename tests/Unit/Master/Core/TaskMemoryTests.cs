using Kernel.Master.Core;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class TaskMemoryTests
{
    [Fact]
    public void The_oldest_task_makes_room_and_is_known_no_more()
    {
        var memory = new TaskMemory(2);
        foreach (var id in (string[])["a", "b", "c"])
        {
            memory.Add(Entry(id));
        }

        Assert.Equal(["b", "c"], memory.Items.Select(static task => task.Id.Value));
        Assert.False(memory.Contains(Key("a")));
        Assert.True(memory.Contains(Key("b")));
    }

    [Fact]
    public void A_task_whose_id_was_given_again_stays_known_until_its_last_entry_goes()
    {
        var memory = new TaskMemory(2);
        foreach (var id in (string[])["a", "a", "b"])
        {
            memory.Add(Entry(id));
        }

        Assert.True(memory.Contains(Key("a")));
        memory.Add(Entry("c"));
        Assert.False(memory.Contains(Key("a")));
    }

    [Fact]
    public void A_task_that_came_back_is_removed_however_often_it_was_kept()
    {
        var memory = new TaskMemory(3);
        foreach (var id in (string[])["a", "b", "a"])
        {
            memory.Add(Entry(id));
        }

        memory.Remove(Key("a"));

        Assert.Equal(["b"], memory.Items.Select(static task => task.Id.Value));
        Assert.False(memory.Contains(Key("a")));
    }

    private static TaskKey Key(string id) => new(new("f"), new(id));

    private static TaskEntry Entry(string id) =>
        new() { Key = Key(id), Agent = new("s"), Resources = Resources.Empty, Carried = Google.Protobuf.ByteString.Empty };
}
