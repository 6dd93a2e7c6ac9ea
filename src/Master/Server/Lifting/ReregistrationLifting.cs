using System.Buffers;
using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using Mesos.Internal;

namespace Kernel.Master.Server.Lifting;

/// <summary>Lifts an agent that comes back out of its message. Of its tasks, which are most of it, no messages are made.</summary>
internal static class ReregistrationLifting
{
    /// <summary>The agent, and what it runs.</summary>
    /// <param name="pid">Its libprocess address.</param>
    /// <param name="body">The serialized <c>ReregisterSlaveMessage</c>.</param>
    /// <exception cref="InvalidProtocolBufferException">The body is no such message.</exception>
    /// <exception cref="FormatException">Something in it is missing.</exception>
    /// <exception cref="InvalidResourceException">A resource in it is not well formed.</exception>
    public static MasterInput.AgentReregistering Lift(string pid, ReadOnlyMemory<byte> body)
    {
        var bytes = PlainBytes.Of(ReregisterSlaveMessage.Parser, ReregisterSlaveMessage.Descriptor, body).Span;
        var message = WithoutTasks(bytes);
        if (message.Slave.Id is not { } id)
        {
            throw new FormatException("slave.id is missing");
        }

        var tasks = ImmutableArray.CreateBuilder<TaskEntry>();
        var completed = ImmutableArray.CreateBuilder<TaskEntry>();
        LiftTasks(bytes, new(new(id.Value)), tasks, completed);
        return new(pid, AgentLifting.Lift(message), AgentLifting.LiftWork(message, tasks.DrainToImmutable(), completed.DrainToImmutable()));
    }

    private static ReregisterSlaveMessage WithoutTasks(ReadOnlySpan<byte> bytes)
    {
        var rest = new ArrayBufferWriter<byte>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Number is not (ReregisterSlaveMessage.TasksFieldNumber or ReregisterSlaveMessage.CompletedFrameworksFieldNumber))
            {
                rest.Write(reader.Raw);
            }
        }

        return ReregisterSlaveMessage.Parser.ParseFrom(rest.WrittenSpan);
    }

    private static void LiftTasks(
        ReadOnlySpan<byte> bytes, TaskLifting lifting, ImmutableArray<TaskEntry>.Builder tasks, ImmutableArray<TaskEntry>.Builder completed)
    {
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Number == ReregisterSlaveMessage.TasksFieldNumber)
            {
                tasks.Add(lifting.Lift(reader.Bytes));
            }
            else if (reader.Number == ReregisterSlaveMessage.CompletedFrameworksFieldNumber)
            {
                LiftCompleted(reader.Bytes, lifting, completed);
            }
        }
    }

    private static void LiftCompleted(ReadOnlySpan<byte> framework, TaskLifting lifting, ImmutableArray<TaskEntry>.Builder completed)
    {
        var reader = new WireReader(framework);
        while (reader.Next())
        {
            if (reader.Number == Archive.Types.Framework.TasksFieldNumber)
            {
                completed.Add(lifting.Lift(reader.Bytes));
            }
        }
    }
}
